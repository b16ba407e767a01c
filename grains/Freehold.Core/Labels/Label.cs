namespace Freehold.Core.Labels;

/// <summary>How sensitive a request is, weakest first. The numbers are those of the contracts and of the log.</summary>
public enum Label
{
    Public = 0,
    Internal = 1,
    Confidential = 2,
    Restricted = 3,
}

/// <summary>How labels combine.</summary>
public static class LabelRules
{
    /// <summary>
    /// The label a request runs under: what it asks for, but never weaker than <paramref name="floor"/>. A value that is no label counts as
    /// <see cref="Label.Restricted"/>.
    /// </summary>
    public static Label Decide(Label? requested, Label floor)
    {
        var strongest = Strictest(requested ?? floor, floor);
        return Enum.IsDefined(strongest) ? strongest : Label.Restricted;
    }

    /// <summary>The stricter of two.</summary>
    public static Label Strictest(Label a, Label b) => !Enum.IsDefined(a) || !Enum.IsDefined(b) ? Label.Restricted : a > b ? a : b;
}
