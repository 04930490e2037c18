using Engine.App.Simulation.Actors;
using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Journeys;

/// <summary>Getting in: sometimes with a mistyped password first, once in a while with a forgotten one.</summary>
internal static class SigningIn
{
    public static IEnumerable<int> Run(Shopper who)
    {
        who.Credential = null;
        var lot = who.Chance.Below(100);
        var mistakes = lot < 88 ? 0 : lot < 96 ? 1 : lot < 99 ? 2 : 4;
        for (var mistake = 0; mistake < mistakes; mistake++)
            yield return who.Send(Operations.Login, $"/v1/login", who.Think(7_000), status: 401);
        if (mistakes == 4)
        {
            yield return who.Send(Operations.PasswordReset, $"/v1/password-reset", who.Think(50_000));
            yield return who.Send(Operations.PasswordReset, $"/v1/password-reset/confirm", who.Think(4_000));
        }

        yield return who.Send(Operations.Login, $"/v1/login", who.Chance.Between(150, 500));
        if (who.LastStatus == 200)
            who.SignIn();
    }

    /// <summary>The session is over: the app renews it by itself, people type their password again.</summary>
    public static IEnumerable<int> Renew(Shopper who)
    {
        if (!who.UsesApp || who.Chance.Percent(6))
            return Run(who);
        return Refresh(who);
    }

    private static IEnumerable<int> Refresh(Shopper who)
    {
        who.Credential = null;
        yield return who.Send(Operations.Refresh, $"/v1/token/refresh", 160);
        if (who.LastStatus == 200)
            who.SignIn();
    }
}
