using Strangler.Gateway.Cutover;

namespace Strangler.Gateway.Metrics;

/// <summary>Hears of each request and its answer, on its path: it never waits and never throws.</summary>
internal interface IAnswerListener
{
    /// <param name="context">The request, before anybody is asked.</param>
    /// <param name="decision">What was decided for it.</param>
    /// <param name="start">The time stamp of its arrival.</param>
    /// <returns>By which it is known when it is over.</returns>
    int Began(HttpContext context, ICutoverFeature decision, long start);

    /// <param name="context">The request, whose answer is done.</param>
    /// <param name="decision">What was decided for it.</param>
    /// <param name="ticket">What <see cref="Began"/> has given.</param>
    /// <param name="start">The time stamp of its arrival.</param>
    /// <param name="duration">Until its answer was done.</param>
    /// <param name="failure">What ended it, if something did.</param>
    void Answered(HttpContext context, ICutoverFeature decision, int ticket, long start, TimeSpan duration, Exception? failure);
}
