namespace Freehold.Inference.Specialists.Extraction;

/// <summary>
/// A tagger's states: outside (0), and for each field its first token (B) and a further one (I), after Ramshaw and Marcus (1995). Field 0
/// of the numbers below is "outside". What follows a field depends on the field that ended and not on how long it was, so that a step costs
/// (fields + 1)^2 additions.
/// </summary>
/// <param name="Fields">Number of fields.</param>
internal readonly record struct SpanTags(int Fields)
{
    public const int Outside = 0;

    /// <summary>Number of states.</summary>
    public int Count => 1 + (2 * Fields);

    /// <summary>Numbers of a table of steps: from each field that ends to each that begins, then B to I and I to I of each.</summary>
    public int StepCount => (Ends * Ends) + (2 * Fields);

    /// <summary>Fields, and outside.</summary>
    public int Ends => Fields + 1;

    public static int Begin(int field) => (2 * field) - 1;

    public static int Inside(int field) => 2 * field;

    public static int FieldOf(int tag) => (tag + 1) / 2;

    public static bool IsInside(int tag) => tag > 0 && (tag & 1) == 0;

    /// <summary>Place of a step in the table; -1 where it cannot be.</summary>
    public int Step(int from, int to)
    {
        if (!IsInside(to))
            return (FieldOf(from) * Ends) + FieldOf(to);
        return FieldOf(from) == FieldOf(to) ? (Ends * Ends) + (2 * (FieldOf(to) - 1)) + (IsInside(from) ? 1 : 0) : -1;
    }
}
