using Freehold.Embedded.Calls;

namespace Freehold.Embedded.Activations;

/// <summary>Calls in the order they came, linked through the calls themselves. Touched only in turns.</summary>
internal struct CallList
{
    private Call? _last;

    public Call? First { get; private set; }

    /// <summary>Read outside of turns as an estimate.</summary>
    public int Count { get; private set; }

    public static Call? After(Call call) => (Call?)call.Next;

    public void Add(Call call)
    {
        call.Next = null;
        call.Previous = _last;
        if (_last is null)
        {
            First = call;
        }
        else
        {
            _last.Next = call;
        }

        _last = call;
        Count++;
    }

    public void Remove(Call call)
    {
        var next = (Call?)call.Next;
        if (call.Previous is null)
        {
            First = next;
        }
        else
        {
            call.Previous.Next = next;
        }

        if (next is null)
        {
            _last = call.Previous;
        }
        else
        {
            next.Previous = call.Previous;
        }

        call.Next = null;
        call.Previous = null;
        Count--;
    }
}
