using System.Text.Json;
using Freehold.Cli.Hosting;
using Freehold.Client;

namespace Freehold.Cli.Tests.Support;

/// <summary>One run of the command line and what it left behind.</summary>
internal sealed record CliRun(int ExitCode, string Out, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Out).RootElement;

    public string[] Lines => Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public static Task<CliRun> WithAsync(FakeGateway gateway, params string[] args) => WithAsync(gateway, new CliSetting(), args);

    public static Task<CliRun> WithAsync(FakeGateway gateway, CliSetting setting, params string[] args) =>
        WithAsync(gateway.Connect, setting, CancellationToken.None, args);

    public static async Task<CliRun> WithAsync(
        Func<FreeholdClientOptions, FreeholdClient> connect, CliSetting setting, CancellationToken cancellationToken, params string[] args)
    {
        using var output = setting.Out ?? new StringWriter();
        using var error = new StringWriter();
        var host = new CliHost
        {
            In = setting.In ?? new StringReader(setting.Input),
            Out = output,
            Error = error,
            InputIsTerminal = setting.InputIsTerminal,
            OutputIsTerminal = setting.OutputIsTerminal,
            Environment = name => setting.Environment.GetValueOrDefault(name),
            Connect = connect,
            Time = setting.Time,
        };
        var exitCode = await CliApp.RunAsync(args, host, cancellationToken);
        return new CliRun(exitCode, output.ToString(), error.ToString());
    }
}

/// <summary>The surroundings of a run; by default a pipe with a key in the environment.</summary>
internal sealed record CliSetting
{
    public string Input { get; init; } = "";

    public TextReader? In { get; init; }

    public StringWriter? Out { get; init; }

    public bool InputIsTerminal { get; init; }

    public bool OutputIsTerminal { get; init; }

    public Dictionary<string, string> Environment { get; init; } = new() { ["FREEHOLD_API_KEY"] = "fh-test" };

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
