namespace Engine.Enrichment.Parameters;

/// <summary>What the names of an endpoint's parameters say about what it is for.</summary>
[Flags]
internal enum RoleHints
{
    None = 0,
    Password = 1,

    /// <summary>A second password: the new one, or the same again.</summary>
    NewPassword = 2,

    /// <summary>Who logs in: user name, e-mail, phone.</summary>
    UserName = 4,

    /// <summary>A one-time code.</summary>
    OneTimeCode = 8,

    /// <summary>Who somebody is: first name, birthday, security question.</summary>
    Person = 16,
}
