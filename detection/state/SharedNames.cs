using Engine.Schemas;

namespace Engine.Detection.State;

/// <summary>
/// One instance for each endpoint and name while state is restored: a million actors must not bring a million copies of one template.
/// </summary>
internal sealed class SharedNames
{
    private readonly Dictionary<Endpoint, Endpoint> _endpoints = [];
    private readonly Dictionary<string, string> _texts = [];

    public Endpoint One(Endpoint read)
    {
        if (_endpoints.TryGetValue(read, out var known))
            return known;
        var one = new Endpoint(One(read.Service), One(read.Method), read.Template);
        _endpoints.Add(one, one);
        return one;
    }

    public string One(string? read)
    {
        if (_texts.TryGetValue(read ?? "", out var known))
            return known;
        _texts.Add(read ?? "", read ?? "");
        return read ?? "";
    }
}
