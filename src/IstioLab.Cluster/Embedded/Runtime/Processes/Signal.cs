namespace IstioLab.Cluster.Embedded.Runtime.Processes;

/// <summary>The signals that the runtime knows, with Linux' numbers.</summary>
internal enum Signal
{
    /// <summary>Only asks whether the process exists.</summary>
    None = 0,

    /// <summary>The terminal has gone.</summary>
    Hup = 1,

    /// <summary>Ctrl+C.</summary>
    Int = 2,

    /// <summary>Ctrl+\.</summary>
    Quit = 3,

    /// <summary>Ends a process that cannot object.</summary>
    Kill = 9,

    /// <summary>For programs to use.</summary>
    Usr1 = 10,

    /// <summary>For programs to use.</summary>
    Usr2 = 12,

    /// <summary>The reader of a pipe has gone.</summary>
    Pipe = 13,

    /// <summary>Asks a process to end.</summary>
    Term = 15,

    /// <summary>A child has ended.</summary>
    Chld = 17,

    /// <summary>Goes on after a stop.</summary>
    Cont = 18,

    /// <summary>The terminal has another size.</summary>
    Winch = 28,
}
