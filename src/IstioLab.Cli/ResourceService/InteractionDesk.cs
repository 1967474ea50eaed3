using System.Collections.Concurrent;
using System.Threading.Channels;

namespace IstioLab.Cli.ResourceService;

/// <summary>Asks the people at connected dashboards, and waits for the first of them to answer.</summary>
internal sealed class InteractionDesk
{
    private readonly ConcurrentDictionary<int, Question> _open = new();
    private readonly ConcurrentDictionary<ChannelWriter<Wire.Interaction>, bool> _watchers = new();
    private int _lastId;

    /// <summary>Whether anyone is there to be asked.</summary>
    public bool HasWatchers => !_watchers.IsEmpty;

    /// <summary>Shows a dialog and waits for its inputs.</summary>
    /// <returns>The inputs by name; null when the person gave up.</returns>
    public async Task<IReadOnlyDictionary<string, string>?> AskAsync(
        string title, string message, IReadOnlyList<Wire.Input> inputs, CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref _lastId);
        var interaction = new Wire.Interaction
        {
            Id = id,
            Title = title,
            Message = message,
            AcceptText = "OK",
            DeclineText = "Cancel",
            CanDecline = true,
            CanDismiss = true,
            Inputs = new Wire.Inputs { Inputs_ = { inputs } },
        };
        var question = new Question(interaction);
        _open[id] = question;
        try
        {
            Tell(interaction);
            return await question.Answer.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            Close(id);
        }
    }

    /// <summary>Shows that something takes a while, until it is disposed.</summary>
    /// <param name="title">What.</param>
    /// <param name="message">How far it is.</param>
    /// <param name="onCancel">Called when the person does not want to wait.</param>
    public IDisposable ShowWaiting(string title, string message, Action onCancel)
    {
        var interaction = new Wire.Interaction
        {
            Id = Interlocked.Increment(ref _lastId),
            Title = title,
            Message = message,
            AcceptText = "Cancel",
            Waiting = new Wire.Waiting(),
        };
        var question = new Question(interaction);
        _open[interaction.Id] = question;
        _ = question.Answer.Task.ContinueWith(
            _ => onCancel(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
        Tell(interaction);
        return new Closing(() => Close(interaction.Id));
    }

    /// <summary>A dashboard that begins to watch gets the open questions and all later ones.</summary>
    public ChannelReader<Wire.Interaction> Join(out Action leave)
    {
        var channel = Channel.CreateUnbounded<Wire.Interaction>();
        _watchers[channel.Writer] = true;
        foreach (var question in _open.Values)
        {
            channel.Writer.TryWrite(question.Interaction);
        }

        leave = () => _watchers.TryRemove(channel.Writer, out _);
        return channel.Reader;
    }

    /// <summary>Takes an answer.</summary>
    public void Reply(Wire.InteractionReply reply)
    {
        if ((reply.HasUnfinished && reply.Unfinished) || !_open.TryGetValue(reply.Id, out var question))
        {
            return;
        }

        question.Answer.TrySetResult(reply.KindCase == Wire.InteractionReply.KindOneofCase.Inputs
            ? reply.Inputs.Inputs_.ToDictionary(input => input.Name, input => input.Value, StringComparer.Ordinal)
            : null);
    }

    private void Close(int id)
    {
        _open.TryRemove(id, out _);
        Tell(new Wire.Interaction { Id = id, Ended = new Wire.Ended() });
    }

    private void Tell(Wire.Interaction interaction)
    {
        foreach (var watcher in _watchers.Keys)
        {
            watcher.TryWrite(interaction);
        }
    }

    private sealed record Question(Wire.Interaction Interaction)
    {
        public TaskCompletionSource<IReadOnlyDictionary<string, string>?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Closing(Action close) : IDisposable
    {
        public void Dispose() => close();
    }
}
