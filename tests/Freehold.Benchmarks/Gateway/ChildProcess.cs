using System.Diagnostics;

namespace Freehold.Benchmarks.Gateway;

/// <summary>A program of ours as a process of its own, which ends with this object.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly string _name;

    private ChildProcess(string name, Process process)
    {
        _name = name;
        _process = process;
    }

    /// <summary>Processor time that it has used so far, in all its threads.</summary>
    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts a built program; <paramref name="project"/> names its folder and its dll beside our own.</summary>
    public static ChildProcess Start(string project, IEnumerable<string> arguments, IEnumerable<(string Name, string Value)>? environment = null) =>
        Start(project, DllOf(project), arguments, environment ?? []);

    private static ChildProcess Start(
        string project, string dll, IEnumerable<string> arguments, IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo("dotnet", [dll, .. arguments]) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new ChildProcess(project, Process.Start(start)!);
    }

    /// <summary>Starts the silo of the other runtime's build, in our configuration; null where it was not built.</summary>
    public static ChildProcess? StartOf(string runtime, string project, IEnumerable<string> arguments, IEnumerable<(string Name, string Value)> environment)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var artifacts = own.Parent!.Parent!.Parent!.Parent!.FullName;
        var dll = Path.Combine(artifacts, runtime, "bin", project, own.Name, $"{project}.dll");
        return File.Exists(dll) ? Start(project, dll, arguments, environment) : null;
    }

    /// <summary>The first URL that it prints; it prints one when it is ready.</summary>
    public async Task<Uri> ReadUrlAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartTimeout);
        while (await _process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            var word = Array.Find(line.Split(' ', ','), word => word.StartsWith("http://", StringComparison.Ordinal));
            if (word is not null)
            {
                _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                return new Uri(word);
            }
        }

        throw new InvalidOperationException($"{_name} ended before it said where it listens; what it wrote above says why.");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>All outputs lie side by side, as <c>bin/PROJECT/CONFIGURATION</c>.</summary>
    private static string DllOf(string project)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var dll = Path.Combine(own.Parent!.Parent!.FullName, project, own.Name, $"{project}.dll");
        return File.Exists(dll) ? dll : throw new FileNotFoundException($"{dll} is missing: build the benchmarks in the configuration '{own.Name}'.");
    }
}
