namespace Freehold.Core.Routing;

/// <summary>What is known of a candidate's recent attempts.</summary>
/// <param name="Requests">Attempts in the window.</param>
/// <param name="Errors">Those that failed by its own fault.</param>
/// <param name="ErrorsInARow">Failures since its last success; 0 once the cool-down since the last one is over.</param>
public readonly record struct CandidateHealth(long Requests, long Errors, int ErrorsInARow)
{
    /// <summary>As many failures in a row move a candidate back.</summary>
    public const int FailingAfterErrorsInARow = 3;

    /// <summary>
    /// So long after its last failure a candidate gets its place back, and with it a chance to show that it is well again.
    /// </summary>
    public static readonly TimeSpan CoolDown = TimeSpan.FromSeconds(30);

    /// <summary>True where others should be tried first.</summary>
    public bool IsFailing => ErrorsInARow >= FailingAfterErrorsInARow;
}
