using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Freehold.Testing;

namespace Freehold.Gateway.Tests.Support;

/// <summary>The real silo as a process of its own, killed at the latest on dispose.</summary>
internal sealed partial class SiloProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private bool _disposed;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _outputEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _errorsEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SiloProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Take(line.Data, _output, _outputEnded);
        _process.ErrorDataReceived += (_, line) => Take(line.Data, _errors, _errorsEnded);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Uri Url { get; private set; } = null!;

    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    public string Errors
    {
        get
        {
            lock (_errors) return _errors.ToString();
        }
    }

    /// <summary>Starts a silo on a free port and waits until it listens. Without a key of ours it makes one.</summary>
    public static Task<SiloProcess> StartAsync(TempFolder data, string? adminKey, params string[] arguments) =>
        StartAsync(data, adminKey, arguments, environment: []);

    /// <inheritdoc cref="StartAsync(TempFolder, string?, string[])"/>
    public static async Task<SiloProcess> StartAsync(
        TempFolder data, string? adminKey, string[] arguments, (string Name, string Value)[] environment)
    {
        var silo = Launch(data, adminKey, arguments, environment);
        try
        {
            silo.Url = await silo._listening.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
            return silo;
        }
        catch (TimeoutException)
        {
            silo.Dispose();
            throw new TimeoutException($"The silo does not listen after {Patience.TotalSeconds} s: {silo.Errors}{silo.Output}");
        }
    }

    /// <summary>Starts a silo that is expected to end by itself.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        TempFolder data, string[] arguments, params (string Name, string Value)[] environment)
    {
        using var silo = Launch(data, null, arguments, environment);
        return (await silo.EndAsync(), silo.Output, silo.Errors);
    }

    /// <summary>SIGKILL: no handler of the process runs.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await EndAsync();
    }

    /// <summary>SIGTERM: asks the silo to end in order, as a service manager does.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
    }

    /// <summary>Asks the silo to end in order, and gives its exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        Terminate();
        return await EndAsync();
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static SiloProcess Launch(TempFolder data, string? adminKey, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [DllPath(), "--data", data.FullPath, "--urls", "http://127.0.0.1:0", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("FREEHOLD_ADMIN_KEY");
        if (adminKey is not null)
        {
            start.Environment["FREEHOLD_ADMIN_KEY"] = adminKey;
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new SiloProcess(start);
    }

    /// <summary>The silo of this build: beside the tests under the artifacts, in the same configuration.</summary>
    private static string DllPath()
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(own.Parent!.Parent!.FullName, "Freehold.Silo", own.Name, "Freehold.Silo.dll");
    }

    private async Task<int> EndAsync()
    {
        var ended = Task.WhenAll(_process.WaitForExitAsync(), _outputEnded.Task, _errorsEnded.Task);
        await ended.WaitAsync(Patience, TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    private void Take(string? line, StringBuilder lines, TaskCompletionSource ended)
    {
        if (line is null)
        {
            ended.TrySetResult();
            _listening.TrySetException(new InvalidOperationException($"The silo ended before it listened: {Errors}{Output}"));
            _ = _listening.Task.Exception;
            return;
        }

        lock (lines)
        {
            lines.AppendLine(line);
        }

        if (ListensOn().Match(line) is { Success: true } match)
        {
            _listening.TrySetResult(new Uri(match.Groups[1].Value));
        }
    }

    [GeneratedRegex("listens on (http://[^ ,]+)")]
    private static partial Regex ListensOn();
}
