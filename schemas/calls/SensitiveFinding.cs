namespace Engine.Schemas;

/// <summary>How many values of a class of sensitive data were seen; never the values.</summary>
/// <param name="Class">email, phone, card, iban, national-id, token …</param>
/// <param name="Count">Distinct values found in the captured part.</param>
public readonly record struct SensitiveFinding(string Class, int Count);
