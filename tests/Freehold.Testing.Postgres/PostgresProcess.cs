using System.Diagnostics;

namespace Freehold.Testing.Postgres;

/// <summary>
/// One run of the server. A shell between it and the tests waits on a pipe: once the tests' process is gone, whatever ended it, the
/// shell stops the server and deletes its folder.
/// </summary>
internal sealed class PostgresProcess : IDisposable
{
    private const int KeptLines = 40;

    // The shell closes its own standard error, so that the pipe ends with the server.
    private const string Keeper =
        """
        folder=$1; shift
        trap '' INT TERM HUP
        exec >/dev/null
        "$@" &
        server=$!
        exec 2>/dev/null
        if read -r signal; then kill -s "$signal" $server; wait $server
        else kill -s QUIT $server; wait $server; rm -rf "$folder"; fi
        """;

    private readonly Process _keeper;
    private readonly Queue<string> _lastLines = new();
    private readonly TaskCompletionSource<bool> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PostgresProcess(Process keeper) => _keeper = keeper;

    /// <summary>Starts the server; returns once it takes connections.</summary>
    /// <exception cref="InvalidOperationException">It ended instead; the message holds its last lines.</exception>
    public static PostgresProcess Start(string folder, string[] command)
    {
        var keeper = new Process { StartInfo = PostgresBinaries.StartInfo(folder, asUser: true, ["sh", "-c", Keeper, "keeper", folder, .. command]) };
        var process = new PostgresProcess(keeper);
        keeper.ErrorDataReceived += (_, line) => process.Note(line.Data);
        keeper.Start();
        keeper.BeginErrorReadLine();
        if (process._ready.Task.GetAwaiter().GetResult())
            return process;

        process.Signal("QUIT");
        process.Dispose();
        throw new InvalidOperationException($"PostgreSQL did not start: {string.Join('\n', process._lastLines)}");
    }

    /// <summary>Sends the server a signal and waits for its end; its folder stays.</summary>
    public void Signal(string name)
    {
        _keeper.StandardInput.WriteLine(name);
        _keeper.WaitForExit();
    }

    /// <summary>Ends what still runs and deletes the folder with it.</summary>
    public void Dispose()
    {
        if (!_keeper.HasExited)
        {
            _keeper.StandardInput.Close();
            _keeper.WaitForExit();
        }

        _keeper.Dispose();
    }

    private void Note(string? line)
    {
        if (line is null)
        {
            _ready.TrySetResult(false);
            return;
        }

        lock (_lastLines)
        {
            if (_lastLines.Count == KeptLines)
                _lastLines.Dequeue();
            _lastLines.Enqueue(line);
        }

        if (line.Contains("ready to accept connections", StringComparison.Ordinal))
            _ready.TrySetResult(true);
    }
}
