using System.Collections.Frozen;
using Engine.Enrichment.Parameters;
using Engine.Schemas;

namespace Engine.Enrichment.Endpoints;

/// <summary>What an endpoint is for: from the last words of its template, from the names of its parameters, and from what follows its calls.</summary>
internal static class EndpointRoles
{
    /// <summary>What may follow a word with a role: the next step of the same thing.</summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_steps = Set(
        "verify", "confirm", "check", "validate", "request", "send", "init", "start", "finish", "complete", "callback", "submit", "mfa", "otp", "2fa", "token");

    /// <summary>Before "token": the one that is given for a password. Others are things of the API.</summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_issuers = Set(
        "auth", "oauth", "oauth2", "connect", "openid", "openidconnect", "identity", "session", "sessions", "login", "security");

    /// <summary>Before "register": what is not a person.</summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_things = Set(
        "device", "devices", "client", "clients", "app", "apps", "webhook", "webhooks", "hooks", "push", "keys", "domains", "services", "instances");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_people = Set(
        "user", "users", "account", "accounts", "customer", "customers", "member", "members");

    /// <param name="method">A reader neither signs up nor buys.</param>
    /// <param name="template">Its path.</param>
    /// <param name="hints">What its parameters are called.</param>
    /// <param name="givesCredentials">Those who called it without a credential had one afterwards.</param>
    public static EndpointRole Of(string method, string template, RoleHints hints = RoleHints.None, bool givesCredentials = false)
    {
        if (method is "OPTIONS" or "DELETE")
            return new TemplateWords(template).IsAdmin ? EndpointRole.Admin : EndpointRole.Other;
        var words = new TemplateWords(template);
        // GraphQL posts what it reads, too.
        if (template.Contains("#query", StringComparison.Ordinal))
            method = "GET";
        var role = FromWords(words, method);
        // Who sends a password along with the code sets it.
        if (role == EndpointRole.LogIn && Has(hints, RoleHints.Password | RoleHints.OneTimeCode))
            role = EndpointRole.Reset;
        if (role == EndpointRole.Other && method is "POST" or "PUT" or "PATCH")
            role = FromParameters(words, method, hints, givesCredentials);
        return role == EndpointRole.Other && words.IsAdmin ? EndpointRole.Admin : role;
    }

    private static EndpointRole FromWords(in TemplateWords words, string method)
    {
        var isRead = method is "GET" or "HEAD";
        if (RoleWords.IsPassword(words.Last) || (RoleWords.IsPassword(words.BeforeLast) && RoleWords.IsChange(words.Last)))
            return isRead ? EndpointRole.Other : EndpointRole.Reset;
        var role = RoleWords.RoleOf(words.Last);
        if (role == EndpointRole.Other)
            role = FromStep(words);
        return role switch
        {
            EndpointRole.Health => isRead ? role : EndpointRole.Other,
            EndpointRole.LogIn when words.Last is "token" => !isRead && (words.BeforeLast.IsEmpty || s_issuers.Contains(words.BeforeLast)) ? role : EndpointRole.Other,
            EndpointRole.LogIn => isRead ? EndpointRole.Other : role,
            EndpointRole.SignUp => isRead || s_things.Contains(words.BeforeLast) ? EndpointRole.Other : role,
            EndpointRole.Purchase => method == "POST" && words.EndsInWord ? role : EndpointRole.Other,
            _ => role,
        };
    }

    /// <summary>The last word is a step of what the one before it is for.</summary>
    private static EndpointRole FromStep(in TemplateWords words) => RoleWords.RoleOf(words.BeforeLast) switch
    {
        var role and (EndpointRole.LogIn or EndpointRole.Reset) when s_steps.Contains(words.Last) => role,
        var role and (EndpointRole.Coupon or EndpointRole.Export or EndpointRole.Search) => role,
        _ => EndpointRole.Other,
    };

    private static EndpointRole FromParameters(in TemplateWords words, string method, RoleHints hints, bool givesCredentials)
    {
        var isNew = Has(hints, RoleHints.NewPassword);
        if (Has(hints, RoleHints.Password | RoleHints.OneTimeCode) || (isNew && !Has(hints, RoleHints.UserName)))
            return EndpointRole.Reset;
        if (method != "POST")
            return EndpointRole.Other;
        if (Has(hints, RoleHints.Password) && (isNew || Has(hints, RoleHints.Person) || s_people.Contains(words.Last)))
            return EndpointRole.SignUp;
        return Has(hints, RoleHints.Password | RoleHints.UserName) || givesCredentials ? EndpointRole.LogIn : EndpointRole.Other;
    }

    private static bool Has(RoleHints hints, RoleHints all) => (hints & all) == all;

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Set(params string[] words) =>
        words.ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
}
