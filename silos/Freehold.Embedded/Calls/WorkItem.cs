namespace Freehold.Embedded.Calls;

/// <summary>Something that waits for a turn of an activation. It is its own list node, so that queueing allocates nothing.</summary>
public abstract class WorkItem
{
    /// <summary>The neighbour in the list that holds this item.</summary>
    internal WorkItem? Next;

    /// <summary>How many items, this one included, were in the inbox when it came.</summary>
    internal int Depth;
}

/// <summary>A continuation of code that runs in the activation.</summary>
internal sealed class TaskItem(Task task) : WorkItem
{
    public Task Task => task;
}

/// <summary>An action that runs in a turn, whatever the state of the activation.</summary>
internal sealed class ActionItem(Action<object?> action, object? state) : WorkItem
{
    public void Run() => action(state);
}
