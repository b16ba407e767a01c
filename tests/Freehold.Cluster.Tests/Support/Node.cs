using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Freehold.Cluster.Tests.Support;

/// <summary>A process of the cluster, as an operator starts it; killed at the latest on dispose.</summary>
internal sealed partial class Node : IDisposable
{
    public const string AdminKey = "fh_default_cluster-tests-admin-key-0123456789";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _openStreams = 2;

    private Node(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Uri Url { get; private set; } = null!;

    /// <summary>What it printed so far.</summary>
    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    /// <summary>Starts a process and waits until it listens.</summary>
    public static Task<Node> StartAsync(string postgres, string name, CancellationToken cancellationToken, params string[] arguments) =>
        StartAsync(postgres, name, [], cancellationToken, arguments);

    /// <summary>Starts a process with more of an environment, and waits until it listens.</summary>
    public static async Task<Node> StartAsync(
        string postgres, string name, (string Name, string Value)[] environment, CancellationToken cancellationToken, params string[] arguments)
    {
        var node = Launch(postgres, name, arguments, environment);
        try
        {
            node.Url = await node._listening.Task.WaitAsync(Patience, cancellationToken);
            return node;
        }
        catch
        {
            var output = node.Output;
            node.Dispose();
            throw new InvalidOperationException($"'{name}' does not listen: {output}");
        }
    }

    /// <summary>Starts a process that is expected to end by itself; gives its exit code and what it printed.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        string postgres, string name, CancellationToken cancellationToken, params string[] arguments)
    {
        using var node = Launch(postgres, name, arguments);
        await node._process.WaitForExitAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
        return (node._process.ExitCode, node.Output);
    }

    /// <summary>SIGKILL: no handler of the process runs.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>SIGTERM, and the exit code once it has ended.</summary>
    public async Task<int> TerminateAsync(CancellationToken cancellationToken)
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    /// <summary>A client of a process, with the key of the installation's administrator.</summary>
    public static HttpClient NewClient(Uri url)
    {
#pragma warning disable RS0030 // A test has one for a few requests, and no factory.
        var http = new HttpClient { BaseAddress = url };
#pragma warning restore RS0030
        http.DefaultRequestHeaders.Authorization = new("Bearer", AdminKey);
        return http;
    }

    private static Node Launch(string postgres, string name, string[] arguments, params (string Name, string Value)[] environment)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var dll = Path.Combine(own.Parent!.Parent!.FullName, "Freehold.Silo", own.Name, "Freehold.Silo.dll");
        var start = new ProcessStartInfo("dotnet", [dll, "--postgres", postgres, "--name", name, "--urls", "http://127.0.0.1:0", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["FREEHOLD_ADMIN_KEY"] = AdminKey;
        start.Environment["Freehold__Cluster__Address"] = "127.0.0.1";
        foreach (var (variable, value) in environment)
        {
            start.Environment[variable] = value;
        }

        return new Node(start);
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            if (Interlocked.Decrement(ref _openStreams) == 0)
            {
                _listening.TrySetException(new InvalidOperationException("It ended before it listened."));
                _ = _listening.Task.Exception;
            }

            return;
        }

        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (ListensOn().Match(line) is { Success: true } match)
        {
            _listening.TrySetResult(new Uri(match.Groups[1].Value));
        }
    }

    [GeneratedRegex("listens on (http://[^ ,]+)")]
    private static partial Regex ListensOn();
}
