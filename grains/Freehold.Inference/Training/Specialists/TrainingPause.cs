namespace Freehold.Inference.Training.Specialists;

/// <summary>What a specialist's training asks every fraction of a millisecond: whether to go on, and whether to wait.</summary>
internal readonly record struct TrainingPause(ITrainingYield? Yield, CancellationToken CancellationToken)
{
    public void Check()
    {
        CancellationToken.ThrowIfCancellationRequested();
        Yield?.WaitWhileBusy(CancellationToken);
    }
}
