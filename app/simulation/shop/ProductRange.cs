namespace Engine.App.Simulation.Shop;

/// <summary>The shop's products by slug; the first ones are the popular ones. Some old slugs are gone, but links to them remain.</summary>
internal sealed class ProductRange
{
    private static readonly string[] Qualities =
        ["light", "classic", "compact", "nordic", "foldable", "quiet", "solid", "soft", "bright", "vintage", "modern", "little"];
    private static readonly string[] Materials = ["oak", "steel", "cotton", "wool", "glass", "linen", "cork", "leather", "bamboo", "felt"];
    private static readonly string[] Things =
        ["lamp", "chair", "backpack", "kettle", "desk", "scarf", "clock", "shelf", "mug", "blanket", "bottle", "basket", "mirror", "stool"];

    private readonly string[] _slugs;

    public ProductRange(Chance chance, int count)
    {
        _slugs = new string[count];
        for (var number = 0; number < count; number++)
            _slugs[number] = $"{chance.Of(Qualities)}-{chance.Of(Materials)}-{chance.Of(Things)}-{100 + number}";
    }

    public int Count => _slugs.Length;
    public string this[int number] => _slugs[number];

    public string Popular(Chance chance) => _slugs[chance.Skewed(0, _slugs.Length - 1)];

    /// <summary>The slug of a product that was taken off the shop years ago.</summary>
    public static string Gone(Chance chance) => $"{chance.Of(Qualities)}-{chance.Of(Things)}-{chance.Between(2017, 2021)}";

    public static string Query(Chance chance) => chance.Percent(45)
        ? chance.Of(Things)
        : $"{chance.Of(chance.Percent(50) ? Qualities : Materials)}%20{chance.Of(Things)}";

    public static string Category(Chance chance) => chance.Of(Things);
}
