using Engine.Schemas;

namespace Engine.Tests.Enrichment.Documents;

/// <summary>Calls of a document's operations, and of a scanner among them.</summary>
internal sealed class DocumentTraffic(ApiDocument document, TrafficShape shape)
{
    private static readonly int[] s_refusals = [404, 404, 404, 404, 403, 401, 301, 405];
    private static readonly string[] s_probes = ["admin", "backup", "test", "old", "api", ".git", ".env", "config.php", "wp-login.php", "actuator", "debug", "v2", "users", "1", "a%27--"];

    private readonly Random _random = new(shape.Seed);
    private readonly Dictionary<string, Func<Random, string>> _alphabets = [];
    private readonly Dictionary<string, string[]> _values = [];
    private readonly KeyValuePair<string, Func<Random, string>>[] _all =
        [.. IdAlphabet.All.Where(alphabet => shape.Alphabets?.Contains(alphabet.Key) ?? true)];

    /// <returns>In their order; a scanner's call has no operation.</returns>
    public IEnumerable<(ApiOperation? Operation, ApiEvent Call)> Calls()
    {
        foreach (var operation in InOrder())
        {
            yield return (operation, Honest(operation));
            if (shape.IsScanned)
                yield return (null, Probe());
        }
    }

    private IEnumerable<ApiOperation> InOrder()
    {
        if (shape.Calls == TrafficShape.Order.OneByOne)
            return document.Operations.SelectMany(operation => Enumerable.Repeat(operation, shape.CallsPerOperation));
        var rounds = Enumerable.Repeat(document.Operations, shape.CallsPerOperation).SelectMany(operations => operations).ToArray();
        if (shape.Calls == TrafficShape.Order.Random)
            _random.Shuffle(rounds);
        return rounds;
    }

    private ApiEvent Honest(ApiOperation operation)
    {
        var path = "/" + string.Join('/', operation.Segments.Select(segment => ApiOperation.IsParameter(segment) ? Filled(operation, segment) : segment));
        return EnrichmentCall.Get(path, operation.Method == "POST" ? 201 : 200, from: $"198.51.100.{_random.Next(shape.Sources)}", method: operation.Method) with { RequestBody = Body(operation) };
    }

    private string? Body(ApiOperation operation) => shape.HasBodies && operation.BodyProperties.Count > 0
        ? "{" + string.Join(',', operation.BodyProperties.Select(name => $"\"{name}\":\"{IdAlphabet.Word(_random)}\"")) + "}" : null;

    private ApiEvent Probe()
    {
        var operation = document.Operations[_random.Next(document.Operations.Count)];
        var known = operation.Segments.Take(_random.Next(operation.Segments.Length + 1)).Select(segment => ApiOperation.IsParameter(segment) ? "1" : segment);
        var guessed = Enumerable.Range(0, _random.Next(1, 4)).Select(_ => _random.Next(3) == 0 ? IdAlphabet.Word(_random) : _random.GetItems(s_probes, 1)[0]);
        return EnrichmentCall.Get(
            "/" + string.Join('/', known.Concat(guessed)), _random.GetItems(s_refusals, 1)[0], from: "203.0.113.66", method: _random.Next(5) == 0 ? "POST" : "GET",
            agent: "scanner");
    }

    /// <summary>A segment that may hold more than a parameter: <c>{id}.json</c>, <c>{base}...{head}</c>.</summary>
    private string Filled(ApiOperation operation, string segment)
    {
        var text = segment;
        while (text.IndexOf('{', StringComparison.Ordinal) is >= 0 and var open && text.IndexOf('}', open) is > 0 and var close)
            text = text[..open] + Value($"{Place(operation, segment)} {text[open..close]}") + text[(close + 1)..];
        return text;
    }

    /// <summary>A parameter at one place of the paths has one alphabet whatever the method and what follows.</summary>
    private static string Place(ApiOperation operation, string segment) =>
        string.Join('/', operation.Segments.Take(Array.IndexOf(operation.Segments, segment)).Select(part => ApiOperation.IsParameter(part) ? "{}" : part));

    private string Value(string parameter)
    {
        if (shape.DistinctValues == 0)
            return Fresh(parameter);
        if (!_values.TryGetValue(parameter, out var values))
            _values.Add(parameter, values = [.. Enumerable.Range(0, shape.DistinctValues).Select(_ => Fresh(parameter))]);
        return _random.GetItems(values, 1)[0];
    }

    private string Fresh(string parameter)
    {
        if (shape.MixesAlphabets)
            return _random.GetItems(_all, 1)[0].Value(_random);
        if (!_alphabets.TryGetValue(parameter, out var alphabet))
            _alphabets.Add(parameter, alphabet = _random.GetItems(_all, 1)[0].Value);
        return alphabet(_random);
    }
}
