namespace IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

/// <summary>Kinds of token.</summary>
internal enum TokenKind
{
    /// <summary>The end of the text.</summary>
    End,

    /// <summary>The end of a line.</summary>
    Newline,

    /// <summary>A word, reserved or not.</summary>
    Word,

    /// <summary>One of <c>; ;; &amp; &amp;&amp; | || ( )</c> and the redirections.</summary>
    Operator,

    /// <summary>The number in front of a redirection.</summary>
    Number,
}
