using System.Text;
using System.Threading.Channels;
using IstioLab.Cluster.Embedded.Runtime.Processes;

namespace IstioLab.Cluster.Embedded.Runtime.Terminals;

/// <summary>
/// A terminal between a person and a program: echo, line editing, Ctrl+C and Ctrl+D on the way in, NL to CRLF on the way out. A
/// program with an editor of its own takes the keys as they come (<see cref="IsRaw"/>).
/// </summary>
internal sealed class Terminal
{
    private const byte Interrupt = 3;

    private readonly Stream _keyboard;
    private readonly LineDiscipline _discipline = new();
    private readonly Channel<byte[]> _input = Channel.CreateBounded<byte[]>(1024);
    private readonly Stack<Action<Signal>> _foreground = new();
    private readonly Lock _gate = new();

    /// <summary>A terminal that nobody types on until <see cref="RunAsync"/>.</summary>
    /// <param name="keyboard">What the person types.</param>
    /// <param name="screen">What the person sees.</param>
    public Terminal(Stream keyboard, Stream screen)
    {
        _keyboard = keyboard;
        Output = new TerminalOutput(screen);
        Input = new TerminalInput(_input.Reader);
    }

    /// <summary>Standard input of the programs.</summary>
    public TerminalInput Input { get; }

    /// <summary>Standard output and error of the programs.</summary>
    public TerminalOutput Output { get; }

    /// <summary>Size as last reported; 80 by 24 before.</summary>
    public TerminalSize Size { get; private set; } = new(80, 24);

    /// <summary>Whether keys go to the program as they are, without echo.</summary>
    public bool IsRaw
    {
        get
        {
            lock (_gate)
                return _discipline.IsRaw;
        }

        set
        {
            Action<Signal>? receiver = null;
            lock (_gate)
            {
                var typed = _discipline.SetRaw(value);
                if (typed.Length > 0)
                    _input.Writer.TryWrite(typed);
                if (!value && TakeInterrupt())
                    _foreground.TryPeek(out receiver);
            }
            receiver?.Invoke(Signal.Int);
        }
    }

    /// <summary>Puts a job in the foreground: it gets the signals of the keyboard until it is taken out.</summary>
    public void EnterForeground(Action<Signal> receiver)
    {
        lock (_gate)
            _foreground.Push(receiver);
    }

    /// <summary>Takes the last job out of the foreground.</summary>
    public void LeaveForeground()
    {
        lock (_gate)
            _foreground.Pop();
    }

    /// <summary>Passes on what is typed until the keyboard ends or <paramref name="cancellationToken"/> is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[256];
        try
        {
            int count;
            while ((count = await _keyboard.ReadAsync(buffer, cancellationToken)) > 0)
            {
                for (var i = 0; i < count; i++)
                    await TypeAsync(buffer[i], cancellationToken);
            }
        }
        catch (Exception problem) when (problem is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The person has gone: the programs read the end of their input.
        }
        _input.Writer.TryComplete();
    }

    /// <summary>Takes over each size that is reported.</summary>
    public async Task ResizeAsync(ChannelReader<TerminalSize> sizes, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var size in sizes.ReadAllAsync(cancellationToken))
                Size = size;
        }
        catch (Exception problem) when (problem is OperationCanceledException or ChannelClosedException)
        {
            // The session is over.
        }
    }

    /// <summary>A Ctrl+C that came as a plain key, too late for the editor, is a signal after all; what was typed before it is void.</summary>
    private bool TakeInterrupt()
    {
        var waiting = new List<byte[]>();
        while (_input.Reader.TryRead(out var keys))
            waiting.Add(keys);
        var last = waiting.FindLastIndex(keys => keys.Contains(Interrupt));
        foreach (var keys in waiting.Skip(last + 1))
            _input.Writer.TryWrite(keys);
        return last >= 0;
    }

    private async ValueTask TypeAsync(byte key, CancellationToken cancellationToken)
    {
        KeyOutcome outcome;
        Action<Signal>? receiver;
        lock (_gate)
        {
            outcome = _discipline.Type(key);
            receiver = _foreground.TryPeek(out var top) ? top : null;
        }
        if (outcome.Echo.Length > 0)
            await Output.WriteAsync(Encoding.UTF8.GetBytes(outcome.Echo), cancellationToken);
        if (outcome.Signal != Signal.None)
            receiver?.Invoke(outcome.Signal);
        if (outcome.Input is { } input)
            await _input.Writer.WriteAsync(input, cancellationToken);
    }
}
