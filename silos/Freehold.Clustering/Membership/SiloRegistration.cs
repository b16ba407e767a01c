using Freehold.Storage.Postgres;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Freehold.Clustering.Membership;

/// <summary>
/// Takes this process's name in the cluster before it joins, and keeps it until after it has left: no two members have one name, and
/// no two with contracts that cannot read each other run side by side.
/// </summary>
/// <remarks>
/// The name is a session advisory lock of PostgreSQL, so that it is free in the moment in which its holder's connection ends, however that was.
/// Who is alive is read from the locks, not from times: a row in <c>silos</c> whose lock nobody holds is history.
/// When the database restarts, the lock is taken again; a process that finds its name taken then stops.
/// </remarks>
internal sealed partial class SiloRegistration(
    MemberSettings member, PostgresDatabase database, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<SiloRegistration> logger)
    : BackgroundService
{
    /// <summary>So long the name of a process that has just ended may still be held.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan CheckPeriod = TimeSpan.FromSeconds(5);

    private NpgsqlConnection? _connection;

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _connection = await RegisterAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await CloseAsync();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(CheckPeriod, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (_connection is null)
                {
                    _connection = await RegisterAsync(stoppingToken);
                    LogTakenAgain(member.Card.Name);
                }

                if (await SiloTable.BuryAsync(_connection, member, stoppingToken) is > 0 and var buried)
                {
                    LogBuried(buried);
                }
            }
            catch (ClusterStartException e)
            {
                LogNameLost(e.Message);
                lifetime.StopApplication();
                return;
            }
            catch (Exception e) when (e is NpgsqlException or InvalidOperationException or IOException)
            {
                LogConnectionLost(member.Card.Name, e.Message);
                await CloseAsync();
            }
        }
    }

    private async Task<NpgsqlConnection> RegisterAsync(CancellationToken cancellationToken)
    {
        var startedAt = time.GetTimestamp();
        while (true)
        {
            var connection = await SiloTable.OpenSessionAsync(database.ConnectionString, member, cancellationToken);
            try
            {
                if (await SiloTable.TryTakeNameAsync(connection, member, cancellationToken))
                {
                    await SiloTable.RegisterAsync(connection, member, cancellationToken);
                    return connection;
                }

                if (time.GetElapsedTime(startedAt) > Patience)
                {
                    throw new ClusterStartException(
                        $"The name '{member.Card.Name}' is taken in cluster '{member.ClusterId}' "
                        + $"({await SiloTable.DescribeHolderAsync(connection, member, cancellationToken)}): give this one another with --name.");
                }
            }
            catch
            {
                await connection.DisposeAsync();
                throw;
            }

            await connection.DisposeAsync();
            await Task.Delay(RetryDelay, time, cancellationToken);
        }
    }

    private async Task CloseAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync();
        }
    }

    [LoggerMessage(6001, LogLevel.Warning, "The connection that holds the name '{Name}' is lost and will be made again: {Reason}")]
    private partial void LogConnectionLost(string name, string reason);

    [LoggerMessage(6002, LogLevel.Information, "The name '{Name}' is held again.")]
    private partial void LogTakenAgain(string name);

    [LoggerMessage(6006, LogLevel.Warning, "{Silos} silos had ended without a word and are declared dead.")]
    private partial void LogBuried(int silos);

    [LoggerMessage(6003, LogLevel.Critical, "This process stops: {Reason}")]
    private partial void LogNameLost(string reason);
}
