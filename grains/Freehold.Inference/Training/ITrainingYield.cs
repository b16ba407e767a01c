namespace Freehold.Inference.Training;

/// <summary>
/// What training gives way to. A run asks between parts of its work that take a few tens of milliseconds at most, so that inference on the
/// same machine has the processors to itself within 100 ms.
/// </summary>
/// <remarks>Called on the run's own thread, often: an answer that there is nothing to wait for should cost no more than reading a flag.</remarks>
public interface ITrainingYield
{
    /// <summary>Returns at once where nothing else wants to run, and otherwise blocks, without spinning, until that is over.</summary>
    /// <exception cref="OperationCanceledException">The run was cancelled while it waited.</exception>
    void WaitWhileBusy(CancellationToken cancellationToken);
}
