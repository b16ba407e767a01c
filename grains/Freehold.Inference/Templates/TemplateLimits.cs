namespace Freehold.Inference.Templates;

/// <summary>
/// Bounds of a template and of one rendering. Published templates stay below a hundredth of each; a hostile one reaches an error here
/// instead of the process's memory, stack or time.
/// </summary>
public static class TemplateLimits
{
    /// <summary>Longest template, in UTF-16 characters; the longest published ones have about 30,000.</summary>
    public const int MaxTemplateChars = 1 << 18;

    /// <summary>Deepest nesting of blocks and expressions in a template.</summary>
    public const int MaxSyntaxDepth = 64;

    /// <summary>Deepest nesting of evaluation: blocks, operands and macro calls inside each other.</summary>
    public const int MaxEvaluationDepth = 600;

    /// <summary>Deepest nesting of lists and maps in a value.</summary>
    public const int MaxValueDepth = 64;

    /// <summary>Most steps of a rendering: nodes evaluated, and elements of lists and maps made or looked at.</summary>
    public const int MaxSteps = 2_000_000;

    /// <summary>Most characters that a rendering makes, compares or searches, in all of its intermediate texts together.</summary>
    public const long MaxWorkChars = 1L << 27;

    /// <summary>Longest text, the output or an intermediate one, in UTF-16 characters.</summary>
    public const int MaxTextChars = 1 << 23;

    /// <summary>Most numbers of a <c>range</c>, and most elements of a list that is repeated.</summary>
    public const int MaxRangeLength = 100_000;

    /// <summary>Longest message that <c>raise_exception</c> hands on, in UTF-16 characters.</summary>
    public const int MaxRaisedChars = 1_000;
}
