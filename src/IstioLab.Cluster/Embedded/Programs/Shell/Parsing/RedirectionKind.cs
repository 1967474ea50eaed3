namespace IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

/// <summary>What a redirection does.</summary>
internal enum RedirectionKind
{
    /// <summary><c>&lt; file</c>.</summary>
    Input,

    /// <summary><c>&gt; file</c> and <c>&gt;| file</c>.</summary>
    Output,

    /// <summary><c>&gt;&gt; file</c>.</summary>
    Append,

    /// <summary><c>&lt;&gt; file</c>.</summary>
    ReadWrite,

    /// <summary><c>&gt;&amp;n</c>, <c>&lt;&amp;n</c>, <c>&gt;&amp;-</c>.</summary>
    Duplicate,

    /// <summary><c>&lt;&lt;END</c>: the target is the text.</summary>
    HereDocument,
}
