namespace Freehold.Embedded.State;

/// <summary>Something that the writer does in its next transaction.</summary>
internal abstract class SqliteWork
{
    public abstract void Run(SqliteSession session);

    public abstract void Complete();

    public abstract void Fail(Exception exception);
}

/// <summary>The same, with a result.</summary>
internal sealed class SqliteWork<T>(Func<SqliteSession, T> work) : SqliteWork
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;
    private Exception? _failure;

    public Task<T> Result => _completion.Task;

    /// <summary>One failing item must not undo those it is committed with, so its failure is kept for itself.</summary>
    public override void Run(SqliteSession session)
    {
        try
        {
            _result = work(session);
        }
        catch (Exception exception)
        {
            _failure = exception;
        }
    }

    public override void Complete()
    {
        if (_failure is not null)
        {
            _completion.TrySetException(_failure);
        }
        else
        {
            _completion.TrySetResult(_result!);
        }
    }

    public override void Fail(Exception exception) => _completion.TrySetException(_failure ?? exception);
}
