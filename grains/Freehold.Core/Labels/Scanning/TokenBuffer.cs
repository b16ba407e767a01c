namespace Freehold.Core.Labels.Scanning;

/// <summary>The tokens of one window; kept from one window to the next, so that a scan does not allocate.</summary>
internal sealed class TokenBuffer
{
    private Token[] _tokens = new Token[256];
    private int _count;

    public ReadOnlySpan<Token> Tokens => _tokens.AsSpan(0, _count);

    public void Clear() => _count = 0;

    public void Add(in Token token)
    {
        if (_count == _tokens.Length)
            Array.Resize(ref _tokens, _count * 2);
        _tokens[_count++] = token;
    }
}
