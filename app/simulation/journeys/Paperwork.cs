using Engine.App.Simulation.Actors;
using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Journeys;

/// <summary>Fetching the own papers for the tax return: documents, invoices as PDF, a yearly statement.</summary>
internal static class Paperwork
{
    public static IEnumerable<int> Run(Shopper who)
    {
        var chance = who.Chance;
        yield return who.Send(Operations.Documents, $"/v1/documents", who.Think(6_000));
        var documents = chance.Skewed(1, 5);
        for (var document = 0; document < documents; document++)
        {
            var id = who.Document(document);
            yield return who.Send(Operations.Document, $"/v1/documents/{id}", who.Think(6_000), about: id);
        }

        if (who.Orders.Count > 0 && chance.Percent(60))
        {
            var order = who.Orders[chance.Skewed(0, who.Orders.Count - 1)];
            var invoice = who.World.Orders.InvoiceOf(order);
            yield return who.Send(Operations.InvoicePdf, $"/v1/invoices/{invoice}/pdf", who.Think(9_000), about: (ulong)order);
        }

        if (chance.Percent(30))
            yield return who.Send(Operations.Statement, $"/v1/me/statements/2025.csv", who.Think(8_000), about: (ulong)who.Number + 1);
    }
}
