using System.Globalization;
using Freehold.Inference.Sampling;

namespace Freehold.Inference.Training.Starter.Generation;

/// <summary>
/// Values that are made rather than listed: names of nobody, order numbers, days, prices. Some names and numbers, by their hash, are kept
/// out of training, so that measuring sees values that were never copied before.
/// </summary>
internal static class InventedValues
{
    /// <summary>One value of so many is kept out of training.</summary>
    public const int HeldOutOneIn = 8;

    private static readonly string[] Onsets =
    [
        "Ma", "Ka", "Lo", "Ri", "Te", "Sa", "Be", "Do", "Fe", "Ga", "Ha", "Jo", "Ke", "La", "Mo", "Ne", "Pa", "Ro", "Si", "Ta", "Vi", "Wa", "Ze",
        "Bra", "Cle", "Dri", "Fra", "Gre", "Tho", "Stel", "Har", "Bel", "Cor", "Dan", "El", "Al", "Is", "Or", "Ul", "An",
    ];

    private static readonly string[] Middles =
    [
        "ra", "len", "vin", "dor", "mi", "nel", "sa", "ti", "ber", "go", "ral", "den", "lo", "man", "ri", "wen", "tor", "bel", "san", "ke", "la",
        "no", "vi", "ren", "dra", "mar", "lin", "tas", "fer", "ho",
    ];

    private static readonly string[] GivenEnds = ["", "", "a", "o", "is", "n", "ne", "us", "y"];

    private static readonly string[] SurnameEnds = ["", "son", "er", "ley", "ford", "ski", "ez", "sen", "mann", "well", "ton", "ini", "ov", "wood"];

    private static readonly string[] Months =
    [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ];

    /// <summary>What this class makes.</summary>
    public static IReadOnlySet<string> Names { get; } = new HashSet<string>(StringComparer.Ordinal)
        {
            "name", "name1", "name2", "order", "order2", "date", "isodate", "price", "number", "number2",
        };

    /// <summary>The value of a name in a scene; some take others of the scene along.</summary>
    public static string Make(string name, StarterScene scene) => name switch
    {
        "name" or "name2" => FullName(scene),
        "name1" => scene.Value("name").Split(' ')[0],
        "order" or "order2" => scene.Unseen(Order),
        "date" => Date(scene),
        "isodate" => throw new InvalidOperationException("'isodate' comes with 'date'."),
        "price" => string.Create(CultureInfo.InvariantCulture, $"{1 + scene.Random.Next(scene.Random.Next(3) == 0 ? 999 : 99)}.{scene.Random.Next(100):00}"),
        "number" or "number2" => (2 + scene.Random.Next(98)).ToString(CultureInfo.InvariantCulture),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such value."),
    };

    // Common names of either kind are one token each, and are copied first; invented ones are put together from pieces.
    private static string FullName(StarterScene scene) => scene.Unseen(random =>
    {
        var given = random.Next(2) == 0 ? scene.Draw("given") : Invented(random, GivenEnds);
        var surname = random.Next(2) == 0 ? scene.Draw("surname") : Invented(random, SurnameEnds);
        return $"{given} {surname}";
    });

    private static string Invented(SplitMix64 random, string[] ends) =>
        Onsets[random.Next(Onsets.Length)] + Middles[random.Next(Middles.Length)] + ends[random.Next(ends.Length)];

    private static string Order(SplitMix64 random)
    {
        var number = random.Next(4) switch
        {
            0 => 1_000 + random.Next(9_000),
            1 => 100_000 + random.Next(900_000),
            _ => 10_000 + random.Next(90_000),
        };
        var prefix = random.Next(6) == 0 ? $"{(char)('A' + random.Next(26))}{(random.Next(2) == 0 ? (char)('A' + random.Next(26)) : "")}-" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{prefix}{number}");
    }

    private static string Date(StarterScene scene)
    {
        var (day, month, year) = (1 + scene.Random.Next(28), scene.Random.Next(12), 2022 + scene.Random.Next(8));
        var iso = string.Create(CultureInfo.InvariantCulture, $"{year}-{month + 1:00}-{day:00}");
        scene.Bind("isodate", iso);
        return scene.Random.Next(4) switch
        {
            0 => iso,
            1 => string.Create(CultureInfo.InvariantCulture, $"{Months[month]} {day}, {year}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{day} {Months[month]} {year}"),
        };
    }
}
