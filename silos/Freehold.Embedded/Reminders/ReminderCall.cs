using Freehold.Embedded.Calls;
using Orleans;
using Orleans.CodeGeneration;
using Orleans.Runtime;

namespace Freehold.Embedded.Reminders;

/// <summary>The call that a due reminder makes.</summary>
internal sealed class ReminderCall(string name, TickStatus status) : ResultCall<NoResult>(ReceiveReminder)
{
    private static readonly CallMethod ReceiveReminder = new(
        typeof(IRemindable), "Orleans.IRemindable", "Orleans.IRemindable", nameof(IRemindable.ReceiveReminder), InvokeMethodOptions.None, 0,
        typeof(string), typeof(TickStatus));

    public override int GetArgumentCount() => 2;

    public override object? GetArgument(int index) => index switch
    {
        0 => name,
        1 => status,
        _ => base.GetArgument(index),
    };

    protected override Task Run(object target) => ((IRemindable)target).ReceiveReminder(name, status);
}
