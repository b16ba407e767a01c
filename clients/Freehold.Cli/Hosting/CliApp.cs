using System.CommandLine;
using System.CommandLine.Invocation;
using Freehold.Cli.Verbs;
using Freehold.Client;
using Freehold.Storage.Postgres;

namespace Freehold.Cli.Hosting;

/// <summary>
/// The command <c>freehold</c>: its verbs, and how a verb is run. A verb group is one file and one line in <see cref="BuildRoot"/>.
/// </summary>
internal sealed class CliApp
{
    private readonly CliHost _host;
    private readonly GlobalOptions _globals = new();

    private CliApp(CliHost host) => _host = host;

    /// <summary>Runs one command line and returns its exit code.</summary>
    public static async Task<int> RunAsync(string[] args, CliHost host, CancellationToken cancellationToken)
    {
        var root = new CliApp(host).BuildRoot();

        // A prompt may start with '@': it is not the name of a file with more arguments.
        var parsed = root.Parse(args.Length == 0 ? ["--help"] : args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction) return await ReportUsageAsync(host, parsed);
        return await parsed.InvokeAsync(
            new InvocationConfiguration
            {
                Output = host.Out,
                Error = host.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            },
            cancellationToken);
    }

    /// <summary>Gives a command its action. Expected failures become one line on stderr and an exit code.</summary>
    public Command Handle(Command command, Func<Invocation, CancellationToken, Task> action)
    {
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var invocation = new Invocation(parsed, _host, _globals);
            try
            {
                await action(invocation, cancellationToken);
                return ExitCodes.Ok;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return ExitCodes.Interrupted;
            }
            catch (UsageException usage)
            {
                invocation.Output.Error(usage.Message);
                return ExitCodes.Usage;
            }
            catch (FindingException finding)
            {
                invocation.Output.Error(finding.Message);
                return ExitCodes.Failed;
            }
            catch (FreeholdException failure)
            {
                invocation.Output.Error(ErrorText.Of(failure, invocation.KeySource));
                return ExitCodes.Failed;
            }
            catch (PostgresDatabaseException failure)
            {
                invocation.Output.Error(failure.Message);
                return ExitCodes.Failed;
            }
        });
        return command;
    }

    private RootCommand BuildRoot()
    {
        var root = new RootCommand("Freehold: your own AI control layer. Talks to a gateway, and administers it.");
        _globals.AddTo(root);
        root.Add(ChatVerb.Create(this));
        root.Add(TenantVerbs.Create(this));
        root.Add(KeyVerbs.Create(this));
        root.Add(PolicyVerbs.Create(this));
        root.Add(RouteVerbs.Create(this));
        root.Add(ModelVerbs.Create(this));
        root.Add(DistillVerbs.Create(this));
        root.Add(OutcomeVerbs.Create(this));
        root.Add(LedgerVerb.Create(this));
        root.Add(AuditVerbs.Create(this));
        root.Add(FeedbackVerb.Create(this));
        root.Add(LabelVerbs.Create(this));
        root.Add(DatabaseVerbs.Create(this));
        root.Add(TrainVerbs.Create(this));
        return root;
    }

    private static async Task<int> ReportUsageAsync(CliHost host, ParseResult parsed)
    {
        var path = string.Join(' ', PathOf(parsed.CommandResult.Command));
        var words = string.Join(' ', parsed.Errors.Select(error => error.Message).Distinct())
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        await host.Error.WriteLineAsync($"freehold: {string.Join(' ', words)} See '{path} --help'."); // one line, whatever the parser says
        return ExitCodes.Usage;
    }

    private static IEnumerable<string> PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? PathOf(parent).Append(command.Name) : ["freehold"];
}
