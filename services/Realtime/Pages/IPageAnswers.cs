using System.Text;
using Strangler.Services.Realtime.SocketIo;

namespace Strangler.Services.Realtime.Pages;

/// <summary>What a page would be told, for a host that compares it with what another server says. Nothing is changed, and nobody is sent anything.</summary>
public interface IPageAnswers
{
    /// <summary>The name of the question that is a connect, which is no event: <c>["connect"]</c>.</summary>
    const string Connect = "connect";

    /// <summary>Answers one event.</summary>
    /// <param name="question">The event: its name and its arguments.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <returns>The events that a page would get, as a JSON array of arrays (<see cref="SocketArguments.ToText"/>); empty for silence.</returns>
    Task<byte[]?> AnswerAsync(SocketArguments question, CancellationToken cancellationToken);
}

/// <summary>Hears each question of a page and what it was told. A host registers as many as it needs.</summary>
public interface IQuestionListener
{
    /// <summary>Whether it wants to hear anything now; asked before anything is put together for it.</summary>
    bool IsListening { get; }

    /// <summary>Never waits and never throws.</summary>
    /// <param name="name">The event, or <see cref="IPageAnswers.Connect"/>.</param>
    /// <param name="question">See <see cref="IPageAnswers.AnswerAsync"/>.</param>
    /// <param name="answer">In the same form.</param>
    /// <param name="duration">Until it was on its way.</param>
    void Hear(string name, SocketArguments question, byte[] answer, TimeSpan duration);
}

/// <inheritdoc/>
internal sealed class PageAnswers(PageQuestions questions, StatusAnswers answers) : IPageAnswers
{
    public async Task<byte[]?> AnswerAsync(SocketArguments question, CancellationToken cancellationToken)
    {
        if (question.Json.Span.SequenceEqual("[\"connect\"]"u8))
            return Connected(await answers.WelcomeAsync());
        return Told(await questions.AnswerAsync(question, cancellationToken));
    }

    /// <summary>What a page is told that is let in.</summary>
    public static byte[] Connected(byte[] welcome) => Encoding.UTF8.GetBytes($"[[\"status\",{Encoding.UTF8.GetString(welcome)}],[\"{IPageAnswers.Connect}\"]]");

    /// <summary>An answer by one event, or by none.</summary>
    public static byte[] Told(PageAnswer? answer) =>
        answer is var (name, argument, data) ? [.. "["u8, .. SocketMessage.Arguments(name, argument, data).ToText(), .. "]"u8] : "[]"u8.ToArray();
}
