namespace Freehold.Core.Labels.Tagging;

/// <summary>
/// The tagger's states: outside (0), and for each kind its first token (B) and a further one (I), after Ramshaw and Marcus (1995). An
/// address in one piece has states of its own, since its parts look like those of a row of pieces and only the beginning tells which it is.
/// </summary>
internal static class TagSet
{
    public const int Outside = 0;

    private static readonly SensitiveKind[] Kinds =
    [
        SensitiveKind.Person, SensitiveKind.StreetAddress, SensitiveKind.StreetAddress, SensitiveKind.City, SensitiveKind.Organization,
        SensitiveKind.Title, SensitiveKind.Nationality, SensitiveKind.DateTime, SensitiveKind.Age, SensitiveKind.ZipCode,
        SensitiveKind.PhoneNumber, SensitiveKind.UsDriverLicense,
    ];

    /// <summary>Number of kinds with states; kind 0 of the numbers below is "outside".</summary>
    public const int KindCount = 12;

    public const int Count = 1 + (2 * KindCount);

    private const int WholeAddress = 3;

    public static int Begin(int kind) => (2 * kind) - 1;

    public static int Inside(int kind) => 2 * kind;

    public static int KindOf(int tag) => (tag + 1) / 2;

    public static bool IsBegin(int tag) => (tag & 1) == 1;

    public static SensitiveKind SensitiveKindOf(int tag) => tag == Outside ? SensitiveKind.None : Kinds[KindOf(tag) - 1];

    /// <summary>The number of a kind's states, or 0 where the tagger leaves it to the rules.</summary>
    public static int Find(SensitiveKind kind, bool isWhole) =>
        kind == SensitiveKind.StreetAddress && isWhole ? WholeAddress : Array.IndexOf(Kinds, kind) + 1;
}
