using System.Collections.Frozen;

namespace Engine.Enrichment.Parameters;

/// <summary>Names of parameters that say what an endpoint is for, whatever their spelling.</summary>
internal static class HintNames
{
    private const int LongestName = 32;

    private static readonly FrozenDictionary<string, RoleHints>.AlternateLookup<ReadOnlySpan<char>> s_names = new Dictionary<string, RoleHints>
    {
        ["password"] = RoleHints.Password,
        ["passwd"] = RoleHints.Password,
        ["passphrase"] = RoleHints.Password,
        ["pwd"] = RoleHints.Password,
        ["pass"] = RoleHints.Password,
        ["userpassword"] = RoleHints.Password,
        ["currentpassword"] = RoleHints.NewPassword,
        ["oldpassword"] = RoleHints.NewPassword,
        ["newpassword"] = RoleHints.NewPassword,
        ["passwordnew"] = RoleHints.NewPassword,
        ["confirmpassword"] = RoleHints.NewPassword,
        ["passwordconfirm"] = RoleHints.NewPassword,
        ["passwordconfirmation"] = RoleHints.NewPassword,
        ["passwordrepeat"] = RoleHints.NewPassword,
        ["repeatpassword"] = RoleHints.NewPassword,
        ["username"] = RoleHints.UserName,
        ["user"] = RoleHints.UserName,
        ["userid"] = RoleHints.UserName,
        ["login"] = RoleHints.UserName,
        ["email"] = RoleHints.UserName,
        ["emailaddress"] = RoleHints.UserName,
        ["mail"] = RoleHints.UserName,
        ["identifier"] = RoleHints.UserName,
        ["phone"] = RoleHints.UserName,
        ["phonenumber"] = RoleHints.UserName,
        ["mobile"] = RoleHints.UserName,
        ["otp"] = RoleHints.OneTimeCode,
        ["totp"] = RoleHints.OneTimeCode,
        ["totptoken"] = RoleHints.OneTimeCode,
        ["mfacode"] = RoleHints.OneTimeCode,
        ["verificationcode"] = RoleHints.OneTimeCode,
        ["firstname"] = RoleHints.Person,
        ["lastname"] = RoleHints.Person,
        ["fullname"] = RoleHints.Person,
        ["surname"] = RoleHints.Person,
        ["birthday"] = RoleHints.Person,
        ["birthdate"] = RoleHints.Person,
        ["dateofbirth"] = RoleHints.Person,
        ["securityquestion"] = RoleHints.Person,
        ["securityanswer"] = RoleHints.Person,
        ["acceptterms"] = RoleHints.Person,
    }.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    public static RoleHints Of(ReadOnlySpan<char> name)
    {
        if (name.Length > LongestName)
            return RoleHints.None;
        Span<char> letters = stackalloc char[LongestName];
        var length = 0;
        foreach (var c in name)
        {
            if (char.IsAsciiLetterOrDigit(c))
                letters[length++] = char.ToLowerInvariant(c);
        }

        return s_names.TryGetValue(letters[..length], out var hints) ? hints : RoleHints.None;
    }
}
