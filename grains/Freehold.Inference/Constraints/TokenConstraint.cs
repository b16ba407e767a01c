using Freehold.Inference.Constraints.Masks;

namespace Freehold.Inference.Constraints;

/// <summary>Keeps the text of one sequence within a schema, and brings it to its end before its tokens are used up.</summary>
/// <remarks>A few fields and no text: to copy it is all that going back, or trying a draft's tokens, takes.</remarks>
internal sealed class TokenConstraint
{
    private readonly ConstraintMachine _machine;
    private ConstraintState _state;
    private int _tokensLeft;
    private TokenMask? _mask;

    /// <param name="machine">Of the schema and the model.</param>
    /// <param name="maxTokens">Most tokens of the text.</param>
    public TokenConstraint(ConstraintMachine machine, int maxTokens) : this(machine, machine.Start, maxTokens)
    {
    }

    private TokenConstraint(ConstraintMachine machine, ConstraintState state, int tokensLeft) =>
        (_machine, _state, _tokensLeft) = (machine, state, tokensLeft);

    /// <summary>True where the text is complete and no token can be added.</summary>
    public bool IsOver => _state.IsOver;

    /// <summary>
    /// The tokens that may come next. Each byte being a token of its own, a text that n bytes complete needs at most n tokens: a token is
    /// allowed only where those that are left after it suffice, so the text is whole at the end if it could be at the beginning. Where it
    /// could not, the tokens that bring it closest to its end are.
    /// </summary>
    public TokenMask Mask() => _mask ??= FindMask();

    /// <summary>Takes the token that was chosen.</summary>
    /// <exception cref="InvalidOperationException">It was not allowed.</exception>
    public void Accept(int token)
    {
        var next = _machine.After(_state, token);
        if (next.IsDead)
            throw new InvalidOperationException($"Token {token} is not allowed here.");
        (_state, _mask, _tokensLeft) = (next, null, _tokensLeft - 1);
    }

    /// <summary>A copy that goes its own way.</summary>
    public TokenConstraint Clone() => new(_machine, _state, _tokensLeft);

    private TokenMask FindMask()
    {
        var mask = _machine.MaskOf(_state);
        var after = _tokensLeft - 1;
        return mask.MostMinBytes <= after ? mask : _machine.MaskWithin(_state, Math.Max(after, mask.LeastMinBytes));
    }
}
