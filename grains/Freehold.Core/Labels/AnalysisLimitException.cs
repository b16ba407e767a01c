namespace Freehold.Core.Labels;

/// <summary>
/// An analysis went over one of its bounds, so its spans are not complete. Whoever catches it must take the strictest label.
/// </summary>
public sealed class AnalysisLimitException : Exception
{
    public AnalysisLimitException()
        : this("The analysis went over its bound.")
    {
    }

    public AnalysisLimitException(string message)
        : base(message)
    {
    }

    public AnalysisLimitException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
