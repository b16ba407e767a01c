using System.Runtime.ExceptionServices;

namespace Orleans.Serialization.Invocation;

/// <summary>What a call gave: a result or an exception.</summary>
public abstract class Response : IDisposable
{
    /// <summary>The response of a call without a result.</summary>
    public static Response Completed { get; } = new Response<object?>(null);

    /// <summary>The result; throws when the call failed.</summary>
    public abstract object? Result { get; set; }

    /// <summary>The failure, or null.</summary>
    public abstract Exception? Exception { get; set; }

    /// <summary>A failed response.</summary>
    public static Response FromException(Exception exception) => new ExceptionResponse(exception);

    /// <summary>A response with a result.</summary>
    public static Response FromResult<TResult>(TResult value) => new Response<TResult>(value);

    /// <summary>The result; throws when the call failed.</summary>
    public abstract T? GetResult<T>();

    /// <inheritdoc/>
    public void Dispose() => GC.SuppressFinalize(this);

    /// <inheritdoc/>
    public override string ToString() => Exception is { } exception ? exception.ToString() : Result?.ToString() ?? "[null]";

    private sealed class ExceptionResponse(Exception exception) : Response
    {
        public override object? Result
        {
            get => GetResult<object>();
            set => throw new InvalidOperationException("A failed response takes no result.");
        }

        public override Exception? Exception { get; set; } = exception;

        public override T? GetResult<T>() where T : default
        {
            ExceptionDispatchInfo.Throw(Exception!);
            return default;
        }
    }
}

/// <summary>A response with a result of a type.</summary>
public sealed class Response<TResult>(TResult? result) : Response
{
    /// <summary>The result.</summary>
    public TResult? TypedResult { get; set; } = result;

    /// <inheritdoc/>
    public override object? Result
    {
        get => TypedResult;
        set => TypedResult = (TResult?)value;
    }

    /// <inheritdoc/>
    public override Exception? Exception
    {
        get => null;
        set => throw new InvalidOperationException("A response with a result takes no exception.");
    }

    /// <inheritdoc/>
    public override T? GetResult<T>() where T : default =>
        this is Response<T> same ? same.TypedResult : TypedResult is null ? default : (T?)Result;
}
