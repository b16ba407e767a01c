using Freehold.Contracts.Tenancy;
using Freehold.Gateway.Admin;
using Freehold.Storage.Postgres;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Freehold.Hosting;

/// <summary>
/// Makes the tenant <c>default</c> and the admin key where they are missing. A key that is made here is shown once, on
/// standard output, and kept only as a hash; <c>FREEHOLD_ADMIN_KEY</c> sets it instead, at every start. Silos that start together
/// do this one after another.
/// </summary>
internal sealed class FirstStart(
    IGrainFactory grains, IConfiguration configuration, IOptions<FreeholdOptions> options, TimeProvider time, IServiceProvider services)
    : IHostedService
{
    private const string AdminKeyVariable = "FREEHOLD_ADMIN_KEY";
    private const string AdminKeyId = "admin";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        TenantScope.EnterSystem();
        var chosen = configuration[AdminKeyVariable];
        if (chosen is not null && chosen.Length is < ApiKeySecret.MinChosenLength or > ApiKeySecret.MaxLength)
        {
            throw new InvalidOperationException(
                $"{AdminKeyVariable} has {chosen.Length} characters: give a random one of {ApiKeySecret.MinChosenLength} to {ApiKeySecret.MaxLength}.");
        }

        await using var turn = services.GetService<PostgresDatabase>() is { } database
            ? await PostgresLock.AcquireAsync(database, "first start", cancellationToken)
            : null;
        await TenantMaker.CreateAsync(grains, TenantId.Default, null, cancellationToken);
        var tenant = grains.GetGrain<ITenantGrain>(TenantId.Default.Value);
        var existing = (await tenant.ListKeysAsync(cancellationToken)).FirstOrDefault(key => key.KeyId == AdminKeyId);
        if (chosen is null && existing is not null)
        {
            return;
        }

        var secret = chosen ?? ApiKeySecret.Generate(TenantId.Default);
        var hash = ApiKeySecret.Hash(secret);
        if (existing?.SecretHash != hash)
        {
            await PutAsync(tenant, hash, cancellationToken);
        }

        if (chosen is null)
        {
            await Console.Out.WriteLineAsync(
                $"""

                Admin key (shown this once, only its hash is kept):

                    {secret}

                It administers this installation and may call the API as tenant 'default'. Everything is kept in {Place()}

                """);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private string Place() =>
        services.GetService<PostgresDatabase>() is { } database ? $"the {database.Name}" : $"the data folder {options.Value.DataFolder}";

    private async Task PutAsync(ITenantGrain tenant, string hash, CancellationToken cancellationToken)
    {
        var key = new ApiKeyRecord
        {
            KeyId = AdminKeyId,
            Name = "admin",
            SecretHash = hash,
            Roles = KeyRoles.Inference | KeyRoles.Admin,
            CreatedAt = time.GetUtcNow(),
        };
        var result = await tenant.PutKeyAsync(key, cancellationToken);
        if (result.Status != TenantCommandStatus.Done)
        {
            throw new InvalidOperationException($"The admin key could not be stored: {result.Detail}");
        }
    }
}
