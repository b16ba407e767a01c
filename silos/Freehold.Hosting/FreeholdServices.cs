using Freehold.Contracts.Clustering;
using Freehold.Gateway;
using Freehold.Gateway.Authentication;
using Freehold.Gateway.Http;
using Freehold.Grains.Distillation.Checks;
using Freehold.Grains.Learning;
using Freehold.Grains.Providers;
using Freehold.Grains.Registry;
using Freehold.Grains.Routing;
using Freehold.Hosting.Telemetry;
using Freehold.Storage;
using Freehold.Storage.Artifacts;
using Freehold.Storage.Postgres;
using Freehold.WebConsole;
using Freehold.WebConsole.SignIn;
using Freehold.Workers;
using Freehold.Workers.Registry;
using Freehold.Workers.Students;
using Freehold.Workers.Training;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Freehold.Hosting;

/// <summary>Puts the whole house into one application.</summary>
public static class FreeholdServices
{
    private const string Section = "Freehold";

    /// <summary>Registers every room. Configuration comes from <c>Freehold:</c>.</summary>
    /// <exception cref="OptionsValidationException">The configuration is not valid; every fault is named with its remedy.</exception>
    public static WebApplicationBuilder AddFreehold(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = ReadOptions(builder.Configuration);
        var roles = SiloRolesText.Parse(options.Roles);
        builder.AddFreeholdTelemetry();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(Options.Create(options));
        builder.AddStorage(options, roles);
        var siloName = builder.AddActorRuntime(options, roles);
        if (roles.HasFlag(SiloRoles.Control))
        {
            builder.Services.AddHostedService<FirstStart>();
            builder.AddProviders(options);
        }

        if (roles.HasFlag(SiloRoles.Worker))
        {
            builder.AddWorkers(options, siloName);
        }

        if (roles != SiloRoles.Gateway)
        {
            builder.Services.AddHostedService<CatalogAnnouncer>();
        }

        if (roles.HasFlag(SiloRoles.Gateway))
        {
            builder.Services.AddFreeholdGateway();
            builder.AddConsole(options);
        }
        else
        {
            builder.Services.AddFreeholdHealth();
        }

        builder.AddDrain();
        return builder;
    }

    /// <summary>Maps the API and the console, or only the health checks where this process is no gateway.</summary>
    public static WebApplication MapFreehold(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var roles = SiloRolesText.Parse(app.Services.GetRequiredService<IOptions<FreeholdOptions>>().Value.Roles);
        if (roles.HasFlag(SiloRoles.Gateway))
        {
            app.MapFreeholdGateway();
            app.MapFreeholdConsole();
        }
        else
        {
            app.MapFreeholdHealth();
        }

        return app;
    }

    private static void AddStorage(this WebApplicationBuilder builder, FreeholdOptions options, SiloRoles roles)
    {
        builder.Services.Configure<ArtifactStoreOptions>(builder.Configuration.GetSection($"{Section}:Artifacts"));
        if (options.Postgres is null)
        {
            builder.Services.AddFreeholdStorage(options.DataFolder);
        }
        else if (roles.HasFlag(SiloRoles.Control))
        {
            builder.Services.AddFreeholdPostgresStorage(options.Postgres);
        }
        else
        {
            builder.Services.AddFreeholdPostgres(options.Postgres);
        }
    }

    /// <summary>After the limit on requests in flight, the host has a quarter of a minute more to leave the cluster in order.</summary>
    private static void AddDrain(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<HostOptions>().Configure<IOptions<DrainOptions>>((host, drain) =>
            host.ShutdownTimeout = drain.Value.Total + TimeSpan.FromSeconds(15));
    }

    private static FreeholdOptions ReadOptions(ConfigurationManager configuration)
    {
        var options = configuration.GetSection(Section).Get<FreeholdOptions>() ?? new FreeholdOptions();
        BindEntries(configuration.GetSection($"{Section}:Models"), options.Models);
        BindEntries(configuration.GetSection($"{Section}:Providers"), options.Providers);
        BindEntries(configuration.GetSection($"{Section}:Checks"), options.Checks);
        foreach (var (name, provider) in options.Providers)
        {
            provider.ApiKey ??= configuration[KeyVariable("PROVIDER", name)];
        }

        foreach (var (name, check) in options.Checks)
        {
            check.ApiKey ??= configuration[KeyVariable("CHECK", name)];
        }

        StarterModel.AddTo(options);
        var result = new FreeholdOptionsValidator().Validate(null, options);
        return result.Succeeded ? options : throw new OptionsValidationException(Section, typeof(FreeholdOptions), result.Failures);
    }

    /// <summary>
    /// Binds each entry by itself: the binder leaves out an entry of a dictionary that it cannot read, and takes no notice of a name that it
    /// does not know. A provider that is silently missing, or a zone that is silently 'any', is worse than no start.
    /// </summary>
    private static void BindEntries<T>(IConfigurationSection section, Dictionary<string, T> entries)
        where T : new()
    {
        foreach (var entry in section.GetChildren())
        {
            entries[entry.Key] = entry.Get<T>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new T();
        }
    }

    /// <summary>The environment variable with a key: <c>FREEHOLD_PROVIDER_NAME_KEY</c>, in capitals, other characters as '_'.</summary>
    internal static string KeyVariable(string kind, string name) =>
        $"FREEHOLD_{kind}_{string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_'))}_KEY";

    private static void AddProviders(this WebApplicationBuilder builder, FreeholdOptions options)
    {
        builder.Services.AddHttpClient(ProviderDirectory.HttpClientName)
            .ConfigurePrimaryHttpMessageHandler(ProviderDirectory.CreateHandler)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        builder.Services.Configure<ProvidersOptions>(providers => providers.Providers = options.Providers);
        builder.Services.Configure<ChecksOptions>(checks => checks.Checks = options.Checks);
        builder.Services.AddSingleton<CheckDirectory>();
        builder.Services.AddSingleton<ProviderDirectory>().AddSingleton<ProviderModelLister>();
        builder.Services.AddSingleton<ICandidateSource, ProviderCandidates>();
        builder.Services.AddFreeholdSigning();
        builder.Services.AddSingleton<TrainingThread>().AddSingleton(RoutingPrior.None);
    }

    private static void AddWorkers(this WebApplicationBuilder builder, FreeholdOptions options, string siloName)
    {
        builder.Services.Configure<WorkerOptions>(workers =>
        {
            (workers.SiloName, workers.Models) = (siloName, options.Models);
            workers.TrainingFolder = Path.Combine(options.DataFolder, "training");
            workers.DeviceMemoryMebibytes = options.Cluster.DeviceMemoryMebibytes ?? workers.DeviceMemoryMebibytes;
        });
        builder.Services.AddFreeholdGate();
        builder.Services.AddFreeholdStudents(Path.Combine(options.DataFolder, "students"));
        builder.Services.AddSingleton<IModelDevices, ModelDevices>();
        builder.Services.AddFreeholdTraining();
        builder.Services.AddSingleton<EngineHost>();
        builder.Services.AddSingleton<ICandidateSource>(services => services.GetRequiredService<EngineHost>());
        builder.Services.AddHostedService(services => services.GetRequiredService<EngineHost>());
        builder.Services.AddHostedService<LoadReporter>();
        builder.Services.AddHostedService<VersionFollower>();
    }

    private static void AddConsole(this WebApplicationBuilder builder, FreeholdOptions options)
    {
        builder.Services.AddFreeholdConsole();
        builder.Services.AddSingleton<IConsoleSignIn, ConsoleSignIn>();
        builder.Services.AddDataProtection().SetApplicationName("freehold");
        builder.Services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(services => new ConfigureOptions<KeyManagementOptions>(
            keys => keys.XmlRepository = options.Postgres is null
                ? new FileSystemXmlRepository(
                    Directory.CreateDirectory(services.GetRequiredService<DataFolder>().KeysPath), NullLoggerFactory.Instance)
                : new PostgresXmlRepository(services.GetRequiredService<PostgresDatabase>())));
    }

    private sealed class ConsoleSignIn(KeyAuthenticator keys) : IConsoleSignIn
    {
        public ValueTask<Contracts.Tenancy.Principal?> AuthenticateAsync(string secret, CancellationToken cancellationToken) =>
            keys.AuthenticateAsync(secret, cancellationToken);
    }
}
