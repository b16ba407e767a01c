namespace Freehold.Inference.Templates.Values;

/// <summary>What one rendering may still spend, by the bounds of <see cref="TemplateLimits"/>.</summary>
internal sealed class RenderBudget
{
    private const string Remedy = "Send less, or use a template that does less.";

    private int _steps = TemplateLimits.MaxSteps;
    private long _chars = TemplateLimits.MaxWorkChars;

    /// <summary>Spends steps: nodes evaluated or elements made.</summary>
    public void SpendSteps(int count = 1)
    {
        _steps -= Math.Min(count, TemplateLimits.MaxSteps);
        if (_steps < 0)
            throw Exceeded($"the template took more than {TemplateLimits.MaxSteps} steps");
    }

    /// <summary>Spends characters: made, compared or searched.</summary>
    public void SpendChars(long count)
    {
        _chars -= count;
        if (_chars < 0)
            throw Exceeded($"the template worked on more than {TemplateLimits.MaxWorkChars} characters");
    }

    /// <summary>Spends what a search costs: it looks at each place of the text for the whole of what is sought, at the worst.</summary>
    public void SpendSearch(int textLength, int soughtLength) => SpendChars((long)textLength * (1 + soughtLength / 32));

    /// <summary>Checks the length of a text that is about to be made.</summary>
    public static void CheckLength(long chars)
    {
        if (chars > TemplateLimits.MaxTextChars)
            throw Exceeded($"a text has more than {TemplateLimits.MaxTextChars} characters");
    }

    /// <summary>Checks the length of a list that is about to be made by a number alone, and spends a step for each element.</summary>
    public void SpendElements(Int128 count)
    {
        if (count > TemplateLimits.MaxRangeLength)
            throw Exceeded($"a range or repetition has more than {TemplateLimits.MaxRangeLength} elements");
        SpendSteps((int)Int128.Max(count, 0));
    }

    private static RenderFaultException Exceeded(string what) => new(TemplateFault.Limit, what, Remedy);
}
