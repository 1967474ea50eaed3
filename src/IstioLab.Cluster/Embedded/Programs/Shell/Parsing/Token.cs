namespace IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

/// <summary>A token.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">As it is written.</param>
/// <param name="Word">The word, if it is one.</param>
/// <param name="Start">Offset of its first character.</param>
/// <param name="Line">Its line, from 1.</param>
internal sealed record Token(TokenKind Kind, string Text, Word? Word, int Start, int Line)
{
    /// <summary>Whether it is this operator.</summary>
    public bool Is(string @operator) => Kind == TokenKind.Operator && Text == @operator;
}
