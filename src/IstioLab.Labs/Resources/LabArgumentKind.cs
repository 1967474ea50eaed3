namespace IstioLab.Labs.Resources;

/// <summary>What an argument of a command is.</summary>
public enum LabArgumentKind
{
    /// <summary>Words.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>One of the argument's choices.</summary>
    Choice,
}
