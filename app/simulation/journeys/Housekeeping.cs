using Engine.App.Simulation.Actors;
using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Journeys;

/// <summary>Profile, addresses, notifications: the small change of every account.</summary>
internal static class Housekeeping
{
    public static IEnumerable<int> Run(Shopper who)
    {
        var chance = who.Chance;
        switch (chance.Below(4))
        {
            case 0:
                yield return who.Send(Operations.Profile, $"/v1/me", who.Think(9_000), about: (ulong)who.Number + 1);
                if (chance.Percent(25))
                    yield return who.Send(Operations.EditProfile, $"/v1/me", who.Think(4_000), status: chance.Percent(8) ? 422 : 200);
                break;
            case 1:
                yield return who.Send(Operations.Addresses, $"/v1/me/addresses", who.Think(9_000));
                if (chance.Percent(30))
                    yield return who.Send(Operations.EditAddress, $"/v1/me/addresses/{(who.Number * 3) + chance.Below(3)}", who.Think(4_000));
                break;
            case 2:
                yield return who.Send(Operations.Notifications, $"/v1/notifications", who.Think(5_000));
                var read = chance.Skewed(0, 5);
                for (var number = 0; number < read; number++)
                {
                    var notification = (who.Number * 40L) + chance.Below(40);
                    yield return who.Send(Operations.ReadNotification, $"/v1/notifications/{notification}/read", who.Think(2_000));
                }

                break;
            default:
                yield return who.Send(Operations.Wishlist, $"/v1/me/wishlist", who.Think(7_000));
                if (who.World.IsReleased)
                    yield return who.Send(Operations.Recommendations, $"/v2/recommendations", who.Think(7_000));
                break;
        }
    }
}
