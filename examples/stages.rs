use std::time::Instant;
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let t = Instant::now();
    let loaded = portcullis::source::load(path.as_ref()).unwrap();
    println!("load {:?}", t.elapsed());
    let document = loaded.document.unwrap();
    let t = Instant::now();
    let (api, d) = portcullis::model::build(&document, portcullis::model::Options { unenforced: portcullis::options::Unenforced::Refuse, typeless: portcullis::options::Typeless::Object });
    println!("model {:?} {}", t.elapsed(), d.len());
    let api = api.unwrap();
    let options = portcullis::Options { name: portcullis::options::ProjectName::near("x"), unenforced: portcullis::options::Unenforced::Refuse, typeless: portcullis::options::Typeless::Object };
    let t = Instant::now();
    let files = portcullis::render::render(&api, portcullis::render::Contract { file: "openapi.json", text: &document.origin.text, raw: &document.raw }, &options).unwrap();
    println!("render {:?} {} files {} bytes", t.elapsed(), files.len(), files.iter().map(|f| f.contents.len()).sum::<usize>());
}
