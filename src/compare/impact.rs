//! Whom a change concerns, and how much.

/// How much a change weighs for somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// Worth knowing.
    Information,
    /// It breaks those who relied on what they should not have.
    Warning,
    /// It breaks those who kept to the contract.
    Breaking,
}

impl Weight {
    /// The word that is printed, and that JSON carries.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Information => "information",
            Self::Warning => "warning",
            Self::Breaking => "breaking",
        }
    }
}

/// What a change means for who gets in, and with what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Security {
    /// Nothing.
    None,
    /// Less gets in than before.
    Tightened,
    /// More gets in than before, or more gets out: somebody has to want it.
    Regression,
}

/// What a change means, for everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Impact {
    /// For those who call the service.
    pub callers: Weight,
    /// For the code that answers them: `breaking` is what the compiler or a test will ask for.
    pub handlers: Weight,
    /// For who gets in.
    pub security: Security,
}

/// Under which heading a change is told: the first that it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A security regression.
    Security,
    /// It breaks callers, or may.
    Callers,
    /// It breaks handlers, or may.
    Handlers,
    /// Everything else.
    Other,
}

impl Kind {
    /// The word that JSON carries.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Security => "security",
            Self::Callers => "callers",
            Self::Handlers => "handlers",
            Self::Other => "other",
        }
    }
}

impl Impact {
    /// The first heading that it belongs to.
    #[must_use]
    pub fn kind(self) -> Kind {
        if self.security == Security::Regression {
            Kind::Security
        } else if self.callers > Weight::Information {
            Kind::Callers
        } else if self.handlers > Weight::Information {
            Kind::Handlers
        } else {
            Kind::Other
        }
    }

    /// The most that it weighs for anybody; a security regression weighs as much as anything can.
    #[must_use]
    pub fn weight(self) -> Weight {
        match self.security {
            Security::Regression => Weight::Breaking,
            Security::Tightened | Security::None => self.callers.max(self.handlers),
        }
    }
}
