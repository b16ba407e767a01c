namespace Freehold.Workers.Training;

/// <summary>Passes on at once, on the thread that reports: <see cref="Progress{T}"/> would do so later, and out of order.</summary>
internal sealed class Told<T>(Action<T> tell) : IProgress<T>
{
    public void Report(T value) => tell(value);
}
