using Freehold.Storage.Outcomes;
using Freehold.Storage.Outcomes.Postgres;
using Freehold.Storage.Outcomes.Sharing;
using Freehold.Storage.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Freehold.Storage.Tests.Postgres;

public sealed class PostgresStorageServicesTests
{
    [Fact]
    public void Starting_upgrades_the_schema_and_opens_the_log()
    {
        using var provider = Build(PostgresTest.NewDatabase());

        Assert.NotEmpty(provider.GetServices<IHostedService>());

        Assert.IsType<SharedOutcomeReads>(provider.GetRequiredService<IOutcomeLog>());
        Assert.NotNull(provider.GetRequiredService<PostgresOutcomeLog>());
        PostgresSchema.Require(provider.GetRequiredService<PostgresDatabase>());
    }

    [Fact]
    public void A_newer_schema_ends_the_start()
    {
        var connectionString = PostgresTest.NewDatabase();
        using (var database = PostgresDatabase.Open(connectionString))
        {
            PostgresSchema.Upgrade(database);
            database.Run("INSERT INTO freehold_schema (version, name) VALUES (99, 'later')");
        }

        using var provider = Build(connectionString);
        Assert.Throws<PostgresDatabaseException>(() => provider.GetServices<IHostedService>().ToArray());
    }

    [Fact]
    public void A_text_that_is_no_connection_string_ends_the_start()
    {
        using var provider = Build("nonsense");

        Assert.Throws<PostgresDatabaseException>(() => provider.GetServices<IHostedService>().ToArray());
    }

    [Fact]
    public void An_option_out_of_its_range_is_named_with_what_it_may_be()
    {
        using var provider = Build(PostgresTest.NewDatabase(), options => options.Writers = 99);

        var exception = Assert.Throws<OptionsValidationException>(provider.GetRequiredService<IOutcomeLog>);
        Assert.Contains("Writers is 99; set it to 1 to 32", exception.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Build(string connectionString, Action<PostgresOutcomeLogOptions>? configure = null) =>
        new ServiceCollection()
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddFreeholdPostgresStorage(connectionString, configure)
            .BuildServiceProvider();
}
