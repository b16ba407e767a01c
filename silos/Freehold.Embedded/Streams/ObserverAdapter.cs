using Orleans.Streams;

namespace Freehold.Embedded.Streams;

/// <summary>An observer whose item type only itself knows.</summary>
internal abstract class ObserverAdapter
{
    /// <summary>Gives the observer an event. Its failure is told to the observer itself, and to <paramref name="onFailure"/>.</summary>
    public async Task TakeAsync(StreamEvent streamEvent, Action<Exception> onFailure)
    {
        try
        {
            await OnEventAsync(streamEvent);
        }
        catch (Exception exception)
        {
            onFailure(exception);
            try
            {
                await OnErrorAsync(exception);
            }
            catch (Exception second)
            {
                onFailure(second);
            }
        }
    }

    protected abstract Task OnEventAsync(StreamEvent streamEvent);

    protected abstract Task OnErrorAsync(Exception exception);
}

internal sealed class ObserverAdapter<T>(IAsyncObserver<T> observer) : ObserverAdapter
{
    protected override Task OnEventAsync(StreamEvent streamEvent) => streamEvent switch
    {
        { IsEnd: true } => observer.OnCompletedAsync(),
        { Failure: { } failure } => observer.OnErrorAsync(failure),
        _ => observer.OnNextAsync((T)streamEvent.Item!, streamEvent.Token),
    };

    protected override Task OnErrorAsync(Exception exception) => observer.OnErrorAsync(exception);
}
