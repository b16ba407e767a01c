namespace Freehold.Inference.Kernels;

/// <summary>Work over items 0..n-1 that may be done in any order by several threads at once.</summary>
internal interface IParallelJob
{
    /// <summary>Does items [start, end).</summary>
    /// <param name="worker">Which thread this is, from 0: selects that thread's own scratch.</param>
    /// <param name="start">First item.</param>
    /// <param name="end">Item after the last.</param>
    void Run(int worker, int start, int end);
}
