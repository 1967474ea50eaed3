using IstioLab.Cluster.Embedded.Runtime;
using IstioLab.Cluster.Embedded.Runtime.Files;
using IstioLab.Cluster.Embedded.Runtime.Processes;
using IstioLab.Cluster.Embedded.Runtime.Terminals;

namespace IstioLab.Cluster.Embedded.Programs;

/// <summary>What a program sees: its process and the container around it.</summary>
internal sealed class ProgramContext
{
    private ProgramOutput? _out;
    private ProgramOutput? _err;

    /// <summary>The container.</summary>
    public required ContainerHost Host { get; init; }

    /// <summary>The process.</summary>
    public required ContainerProcess Process { get; init; }

    /// <summary>Name and arguments.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Environment variables, in order.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Absolute path of the working directory.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Standard input.</summary>
    public required Stream Input { get; init; }

    /// <summary>Standard output.</summary>
    public required Stream Output { get; init; }

    /// <summary>Standard error.</summary>
    public required Stream Error { get; init; }

    /// <summary>The terminal that controls the process, if any.</summary>
    public Terminal? Terminal { get; init; }

    /// <summary>Name under which the program runs.</summary>
    public string Name => Arguments[0];

    /// <summary>Files of the container.</summary>
    public ContainerFiles Files => Host.Files;

    /// <summary>The clock.</summary>
    public TimeProvider Time => Host.Time;

    /// <summary>Text to standard output.</summary>
    public ProgramOutput Out => _out ??= new ProgramOutput(Output);

    /// <summary>Text to standard error.</summary>
    public ProgramOutput Err => _err ??= new ProgramOutput(Error);

    /// <summary>An absolute path from one that the user typed.</summary>
    public string PathOf(string path) => FilePath.Combine(WorkingDirectory, path);

    /// <summary>Opens a file for writing; /dev/stdout and /dev/stderr are the program's own streams.</summary>
    /// <exception cref="FileException">It cannot be written.</exception>
    public Stream OpenWrite(string name, bool append) => name switch
    {
        "/dev/stdout" => Output,
        "/dev/stderr" => Error,
        _ => Files.OpenWrite(PathOf(name), append),
    };

    /// <summary>The same process with other arguments.</summary>
    public ProgramContext With(IReadOnlyList<string> arguments) => new()
    {
        Host = Host,
        Process = Process,
        Arguments = arguments,
        Environment = Environment,
        WorkingDirectory = WorkingDirectory,
        Input = Input,
        Output = Output,
        Error = Error,
        Terminal = Terminal,
    };

    /// <summary>Sends what is left in the text buffers.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (_out is not null)
            await _out.FlushAsync(cancellationToken);
        if (_err is not null)
            await _err.FlushAsync(cancellationToken);
    }
}
