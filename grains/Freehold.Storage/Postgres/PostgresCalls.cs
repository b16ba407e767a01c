namespace Freehold.Storage.Postgres;

/// <summary>Runs a store's calls, each of which may be repeated as it is: through a restart of the server they only take longer.</summary>
/// <param name="store">What the store is called in messages, with its article.</param>
/// <param name="database">Where it is.</param>
/// <param name="time">The clock to wait by.</param>
/// <param name="fault">Makes the store's exception from a message and its cause.</param>
internal sealed class PostgresCalls(string store, PostgresDatabase database, TimeProvider time, Func<string, Exception, Exception> fault)
{
    /// <summary>How long a call that fails in passing is tried again. A caller that has given up by then repeats what it asked for.</summary>
    public static readonly TimeSpan RetryFor = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(1);

    public async ValueTask<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var delay = FirstDelay;
        while (true)
        {
            try
            {
                return await work(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                throw;
            }
            catch (Exception exception) when (PostgresFaults.IsTransient(exception) && time.GetElapsedTime(start) + delay < RetryFor)
            {
                // Another connection, a little later.
            }
            catch (Exception exception) when (exception is Npgsql.NpgsqlException or TimeoutException or IOException)
            {
                throw fault($"{store} in the {database.Name} failed: {PostgresFaults.Words(exception)} {PostgresFaults.Remedy(exception)}", exception);
            }

            await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
            delay = delay + delay < LongestDelay ? delay + delay : LongestDelay;
        }
    }
}
