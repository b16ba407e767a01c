using Freehold.Hosting;
using Freehold.Silo;
using Freehold.Storage;
using Freehold.Storage.Audit;
using Freehold.Storage.Ledger;
using Freehold.Storage.Outcomes;
using Freehold.Storage.Postgres;
using Microsoft.Extensions.Options;

var (settings, rest, exitCode) = SiloArguments.Read(args);
if (exitCode is { } code)
{
    return code;
}

try
{
    var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = rest, ContentRootPath = AppContext.BaseDirectory });
    builder.Configuration.AddInMemoryCollection(settings);
    builder.ListenOnLoopbackByDefault();

    // The host reports a start that failed with its whole stack; below it is said in one line.
    var started = false;
    builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => started && level >= LogLevel.Warning);
    await using var app = builder.AddFreehold().Build();
    app.Lifetime.ApplicationStarted.Register(() => started = true);
    app.MapFreehold();
    app.AnnounceWhenReady();
    await app.RunAsync();
    return 0;
}
catch (Exception e) when (e is DataFolderException or PostgresDatabaseException or OutcomeLogException or LedgerException or AuditLogException
    or OrleansConfigurationException or OptionsValidationException or IOException or InvalidOperationException)
{
    // What an operator can mend is said in one line; everything else keeps its stack trace.
    await Console.Error.WriteLineAsync($"Freehold cannot start: {e.Message}");
    return 1;
}
