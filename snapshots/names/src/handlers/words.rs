//! The operations of `words`.

use api::words::{
    A, A2, A2Response, A3, A3Response, A22, A22Response, A23, A23Response, AResponse, Abstract,
    AbstractResponse, Accept2, Accept2Response, Any, AnyResponse, Api3, Api3Response, Api22,
    Api22Response, App22, App22Response, As, AsResponse, Async, AsyncResponse, At, AtResponse,
    Auto, AutoResponse, Await, AwaitResponse, Become, BecomeResponse, Bool, BoolResponse, Box2,
    Box2Response, Box22, Box22Response, Break, BreakResponse, ByteStream, ByteStreamResponse,
    Call2, Call2Response, Call22, Call22Response, Caller22, Caller22Response, Clone2,
    Clone2Response, Const, ConstResponse, Continue, ContinueResponse, Contract2, Contract2Response,
    Copy2, Copy2Response, Crate, CrateResponse, Debug2, Debug2Response, Decode2, Decode2Response,
    Decode22, Decode22Response, Default2, Default2Response, Default22, Default22Response, Do,
    DoResponse, Drop2, Drop2Response, Drop3, Drop3Response, Dyn, DynResponse, Else, ElseResponse,
    Enum, EnumResponse, Err2, Err2Response, Extern, ExternResponse, F64, F64Response, False,
    FalseResponse, Ff, FfResponse, FilePart, FilePartResponse, Final, FinalResponse, Fn2,
    Fn2Response, Fn22, Fn22Response, FooBar, FooBar2, FooBar2Response, FooBar3, FooBar3Response,
    FooBar4, FooBar4Response, FooBar5, FooBar5Response, FooBar6, FooBar6Response, FooBar22,
    FooBar22Response, FooBar222, FooBar222Response, FooBarResponse, For, ForResponse, Format,
    FormatResponse, From2, From2Response, Full, FullResponse, Gate2, Gate2Response, GetTagged10,
    GetTagged10Response, I64, I64Response, If, IfResponse, Impl, ImplResponse, In, InResponse,
    Inputs2, Inputs2Response, Into2, Into2Response, Iterator2, Iterator2Response, Let, LetResponse,
    Loop, LoopResponse, Macro, MacroResponse, MacroRules, MacroRulesResponse, Match, MatchResponse,
    Minus, MinusResponse, Mock2, Mock2Response, Mod, ModResponse, Move, MoveResponse, Mut,
    MutResponse, N1, N1Response, N007, N007Response, N12, N12Response, None2, None2Response, Ok2,
    Ok2Response, OperationId, OperationIdResponse, Outgoing, OutgoingResponse, Override,
    OverrideResponse, Panic, PanicResponse, Println, PrintlnResponse, Priv, PrivResponse, Problem2,
    Problem2Response, Pub, PubResponse, Raw, RawResponse, Ref, RefResponse, Reply2, Reply2Response,
    Report2, Report2Response, Report22, Report22Response, Request, RequestResponse, Response,
    ResponseResponse, Result2, Result2Response, Return, ReturnResponse, Routes2, Routes2Response,
    Rule, RuleResponse, Safe, SafeResponse, Self3, Self3Response, Self4, Self4Response, Send2,
    Send2Response, SendWords, SendWordsResponse, SignSignSign, SignSignSignResponse, Some2,
    Some2Response, Static, StaticResponse, Str, StrResponse, String2, String2Response, Struct,
    StructResponse, Super, SuperResponse, Sync2, Sync2Response, ToString2, ToString2Response,
    Trait, TraitResponse, True, TrueResponse, Try, TryResponse, Type2, Type2Response, Typeof,
    TypeofResponse, Types2, Types2Response, U8, U8Response, U65e5u672cu8a9e,
    U65e5u672cu8a9eResponse, U627u644u639u631u628u64au629, U627u644u639u631u628u64au629Response,
    Ue9, Ue9Response, Ue92, Ue92Response, Underscore, UnderscoreResponse, UnderscoreUnderscore,
    UnderscoreUnderscoreResponse, Union, UnionResponse, Unsafe, UnsafeResponse, Unsized,
    UnsizedResponse, Use, UseResponse, Value, Value2, Value2Response, ValueResponse, Vec2,
    Vec2Response, Vec22, Vec22Response, Virtual, VirtualResponse, Where, WhereResponse, While,
    WhileResponse, Words, Yield, YieldResponse,
};
use gate::{Caller, Problem};

use crate::app::App;

impl Words for App {
    async fn send_words(
        &self,
        caller: Caller,
        request: SendWords,
    ) -> Result<SendWordsResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn as_(&self, caller: Caller, request: As) -> Result<AsResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn break_(&self, caller: Caller, request: Break) -> Result<BreakResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn const_(&self, caller: Caller, request: Const) -> Result<ConstResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn continue_(
        &self,
        caller: Caller,
        request: Continue,
    ) -> Result<ContinueResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn crate_(&self, caller: Caller, request: Crate) -> Result<CrateResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn else_(&self, caller: Caller, request: Else) -> Result<ElseResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn enum_(&self, caller: Caller, request: Enum) -> Result<EnumResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn extern_(&self, caller: Caller, request: Extern) -> Result<ExternResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn false_(&self, caller: Caller, request: False) -> Result<FalseResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn fn_(&self, caller: Caller, request: Fn2) -> Result<Fn2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn for_(&self, caller: Caller, request: For) -> Result<ForResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn if_(&self, caller: Caller, request: If) -> Result<IfResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn impl_(&self, caller: Caller, request: Impl) -> Result<ImplResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn in_(&self, caller: Caller, request: In) -> Result<InResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn let_(&self, caller: Caller, request: Let) -> Result<LetResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn loop_(&self, caller: Caller, request: Loop) -> Result<LoopResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn match_(&self, caller: Caller, request: Match) -> Result<MatchResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn mod_(&self, caller: Caller, request: Mod) -> Result<ModResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn move_(&self, caller: Caller, request: Move) -> Result<MoveResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn mut_(&self, caller: Caller, request: Mut) -> Result<MutResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn pub_(&self, caller: Caller, request: Pub) -> Result<PubResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn ref_(&self, caller: Caller, request: Ref) -> Result<RefResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn return_(&self, caller: Caller, request: Return) -> Result<ReturnResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn self3(&self, caller: Caller, request: Self3) -> Result<Self3Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn self4(&self, caller: Caller, request: Self4) -> Result<Self4Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn static_(&self, caller: Caller, request: Static) -> Result<StaticResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn struct_(&self, caller: Caller, request: Struct) -> Result<StructResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn super_(&self, caller: Caller, request: Super) -> Result<SuperResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn trait_(&self, caller: Caller, request: Trait) -> Result<TraitResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn true_(&self, caller: Caller, request: True) -> Result<TrueResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn type2(&self, caller: Caller, request: Type2) -> Result<Type2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn unsafe_(&self, caller: Caller, request: Unsafe) -> Result<UnsafeResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn use_(&self, caller: Caller, request: Use) -> Result<UseResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn where_(&self, caller: Caller, request: Where) -> Result<WhereResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn while_(&self, caller: Caller, request: While) -> Result<WhileResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn async_(&self, caller: Caller, request: Async) -> Result<AsyncResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn await_(&self, caller: Caller, request: Await) -> Result<AwaitResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn dyn_(&self, caller: Caller, request: Dyn) -> Result<DynResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn abstract_(
        &self,
        caller: Caller,
        request: Abstract,
    ) -> Result<AbstractResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn become_(&self, caller: Caller, request: Become) -> Result<BecomeResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn box_(&self, caller: Caller, request: Box2) -> Result<Box2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn do_(&self, caller: Caller, request: Do) -> Result<DoResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn final_(&self, caller: Caller, request: Final) -> Result<FinalResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn macro_(&self, caller: Caller, request: Macro) -> Result<MacroResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn override_(
        &self,
        caller: Caller,
        request: Override,
    ) -> Result<OverrideResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn priv_(&self, caller: Caller, request: Priv) -> Result<PrivResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn typeof_(&self, caller: Caller, request: Typeof) -> Result<TypeofResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn unsized_(&self, caller: Caller, request: Unsized) -> Result<UnsizedResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn virtual_(&self, caller: Caller, request: Virtual) -> Result<VirtualResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn yield_(&self, caller: Caller, request: Yield) -> Result<YieldResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn try_(&self, caller: Caller, request: Try) -> Result<TryResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn union(&self, caller: Caller, request: Union) -> Result<UnionResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn raw(&self, caller: Caller, request: Raw) -> Result<RawResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn safe(&self, caller: Caller, request: Safe) -> Result<SafeResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn macro_rules(
        &self,
        caller: Caller,
        request: MacroRules,
    ) -> Result<MacroRulesResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn auto(&self, caller: Caller, request: Auto) -> Result<AutoResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn default(
        &self,
        caller: Caller,
        request: Default2,
    ) -> Result<Default2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn result(&self, caller: Caller, request: Result2) -> Result<Result2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn vec(&self, caller: Caller, request: Vec2) -> Result<Vec2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn string(&self, caller: Caller, request: String2) -> Result<String2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn box2(&self, caller: Caller, request: Box22) -> Result<Box22Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn some(&self, caller: Caller, request: Some2) -> Result<Some2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn none(&self, caller: Caller, request: None2) -> Result<None2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn ok(&self, caller: Caller, request: Ok2) -> Result<Ok2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn err(&self, caller: Caller, request: Err2) -> Result<Err2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn default2(
        &self,
        caller: Caller,
        request: Default22,
    ) -> Result<Default22Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn clone2(&self, caller: Caller, request: Clone2) -> Result<Clone2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn debug(&self, caller: Caller, request: Debug2) -> Result<Debug2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn drop2(&self, caller: Caller, request: Drop2) -> Result<Drop2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn iterator(
        &self,
        caller: Caller,
        request: Iterator2,
    ) -> Result<Iterator2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn into2(&self, caller: Caller, request: Into2) -> Result<Into2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn from(&self, caller: Caller, request: From2) -> Result<From2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn to_string(
        &self,
        caller: Caller,
        request: ToString2,
    ) -> Result<ToString2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn send(&self, caller: Caller, request: Send2) -> Result<Send2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn sync(&self, caller: Caller, request: Sync2) -> Result<Sync2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn copy(&self, caller: Caller, request: Copy2) -> Result<Copy2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn fn2(&self, caller: Caller, request: Fn22) -> Result<Fn22Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn bool(&self, caller: Caller, request: Bool) -> Result<BoolResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn i64(&self, caller: Caller, request: I64) -> Result<I64Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn f64(&self, caller: Caller, request: F64) -> Result<F64Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn str(&self, caller: Caller, request: Str) -> Result<StrResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn u8(&self, caller: Caller, request: U8) -> Result<U8Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn drop3(&self, caller: Caller, request: Drop3) -> Result<Drop3Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn panic(&self, caller: Caller, request: Panic) -> Result<PanicResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn vec2(&self, caller: Caller, request: Vec22) -> Result<Vec22Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn format(&self, caller: Caller, request: Format) -> Result<FormatResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn println(&self, caller: Caller, request: Println) -> Result<PrintlnResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn caller2(
        &self,
        caller: Caller,
        request: Caller22,
    ) -> Result<Caller22Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn problem(
        &self,
        caller: Caller,
        request: Problem2,
    ) -> Result<Problem2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn request(&self, caller: Caller, request: Request) -> Result<RequestResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn response(
        &self,
        caller: Caller,
        request: Response,
    ) -> Result<ResponseResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn routes2(&self, caller: Caller, request: Routes2) -> Result<Routes2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn operation_id(
        &self,
        caller: Caller,
        request: OperationId,
    ) -> Result<OperationIdResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn gate2(&self, caller: Caller, request: Gate2) -> Result<Gate2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn api2(&self, caller: Caller, request: Api22) -> Result<Api22Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn types2(&self, caller: Caller, request: Types2) -> Result<Types2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn contract2(
        &self,
        caller: Caller,
        request: Contract2,
    ) -> Result<Contract2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn mock2(&self, caller: Caller, request: Mock2) -> Result<Mock2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn outgoing(
        &self,
        caller: Caller,
        request: Outgoing,
    ) -> Result<OutgoingResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn app2(&self, caller: Caller, request: App22) -> Result<App22Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn api3(&self, caller: Caller, request: Api3) -> Result<Api3Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn any(&self, caller: Caller, request: Any) -> Result<AnyResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn rule(&self, caller: Caller, request: Rule) -> Result<RuleResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn accept(&self, caller: Caller, request: Accept2) -> Result<Accept2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn byte_stream(
        &self,
        caller: Caller,
        request: ByteStream,
    ) -> Result<ByteStreamResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn file_part(
        &self,
        caller: Caller,
        request: FilePart,
    ) -> Result<FilePartResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn call(&self, caller: Caller, request: Call2) -> Result<Call2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn reply(&self, caller: Caller, request: Reply2) -> Result<Reply2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn report(&self, caller: Caller, request: Report2) -> Result<Report2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn decode(&self, caller: Caller, request: Decode2) -> Result<Decode2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn value(&self, caller: Caller, request: Value) -> Result<ValueResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn decode2(
        &self,
        caller: Caller,
        request: Decode22,
    ) -> Result<Decode22Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn at(&self, caller: Caller, request: At) -> Result<AtResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn value2(&self, caller: Caller, request: Value2) -> Result<Value2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn report2(
        &self,
        caller: Caller,
        request: Report22,
    ) -> Result<Report22Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn inputs(&self, caller: Caller, request: Inputs2) -> Result<Inputs2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn call2(&self, caller: Caller, request: Call22) -> Result<Call22Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn underscore(
        &self,
        caller: Caller,
        request: Underscore,
    ) -> Result<UnderscoreResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn underscore_underscore(
        &self,
        caller: Caller,
        request: UnderscoreUnderscore,
    ) -> Result<UnderscoreUnderscoreResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn minus(&self, caller: Caller, request: Minus) -> Result<MinusResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn u65e5u672cu8a9e(
        &self,
        caller: Caller,
        request: U65e5u672cu8a9e,
    ) -> Result<U65e5u672cu8a9eResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn u627u644u639u631u628u64au629(
        &self,
        caller: Caller,
        request: U627u644u639u631u628u64au629,
    ) -> Result<U627u644u639u631u628u64au629Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn ff(&self, caller: Caller, request: Ff) -> Result<FfResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn full(&self, caller: Caller, request: Full) -> Result<FullResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn ue9(&self, caller: Caller, request: Ue9) -> Result<Ue9Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn ue92(&self, caller: Caller, request: Ue92) -> Result<Ue92Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn sign_sign_sign(
        &self,
        caller: Caller,
        request: SignSignSign,
    ) -> Result<SignSignSignResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn n1(&self, caller: Caller, request: N1) -> Result<N1Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn n12(&self, caller: Caller, request: N12) -> Result<N12Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn n007(&self, caller: Caller, request: N007) -> Result<N007Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn a(&self, caller: Caller, request: A) -> Result<AResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn a2(&self, caller: Caller, request: A2) -> Result<A2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn a3(&self, caller: Caller, request: A3) -> Result<A3Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn a22(&self, caller: Caller, request: A22) -> Result<A22Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn a_2(&self, caller: Caller, request: A23) -> Result<A23Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn foo_bar(&self, caller: Caller, request: FooBar) -> Result<FooBarResponse, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn foo_bar2(&self, caller: Caller, request: FooBar2) -> Result<FooBar2Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn foo_bar3(&self, caller: Caller, request: FooBar3) -> Result<FooBar3Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn foo_bar4(&self, caller: Caller, request: FooBar4) -> Result<FooBar4Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn foo_bar5(&self, caller: Caller, request: FooBar5) -> Result<FooBar5Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn foo_bar6(&self, caller: Caller, request: FooBar6) -> Result<FooBar6Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn foo_bar_2(
        &self,
        caller: Caller,
        request: FooBar22,
    ) -> Result<FooBar22Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn foo_bar22(
        &self,
        caller: Caller,
        request: FooBar222,
    ) -> Result<FooBar222Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }

    async fn get_tagged_10(
        &self,
        caller: Caller,
        request: GetTagged10,
    ) -> Result<GetTagged10Response, Problem> {
        let _ = (caller, request);
        Err(Problem::not_implemented())
    }
}
