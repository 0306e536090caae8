// Speaking with a voice of this device. Voices elsewhere, which would be sent the words, are left alone.
const speech = (() => {
  const synthesis = globalThis.speechSynthesis;

  // The voice for a language, or undefined.
  const voice = (language) =>
    synthesis?.getVoices().find(({ lang, localService }) => localService && lang.toLowerCase().split(/[-_]/)[0] === language);

  function say(language, text) {
    const speaking = voice(language);
    if (!speaking) return;
    synthesis.cancel();
    synthesis.speak(Object.assign(new SpeechSynthesisUtterance(text), { voice: speaking, lang: speaking.lang, rate: 0.85 }));
  }

  // Browsers load their voices late: `hear` is told when there are others.
  const heed = (hear) => synthesis?.addEventListener("voiceschanged", hear);

  return { voice, say, heed };
})();
