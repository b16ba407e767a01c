namespace Freehold.Cli.Tests.House;

/// <summary>Keeps what is written and tells when so many lines are there.</summary>
internal sealed class WatchedWriter : StringWriter
{
    private readonly SemaphoreSlim _flushed = new(0);

    /// <summary>Completes once <paramref name="count"/> lines were written.</summary>
    public async Task LinesAsync(int count)
    {
        while (Lines() < count) await _flushed.WaitAsync(TestContext.Current.CancellationToken);
    }

    public override void WriteLine(string? value)
    {
        lock (_flushed) base.WriteLine(value);
    }

    public override void Flush() => _flushed.Release();

    private int Lines()
    {
        lock (_flushed) return ToString().Count(c => c == '\n');
    }
}
